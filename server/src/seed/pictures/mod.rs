//! The demo market's pictures, drawn by the project itself: SVG scenes of goods, rasterised with resvg when the demo
//! is seeded. This module owns how goods look; which goods there are is `goods`' matter.
//! No writing in a picture, so no fonts; no fetched images, so no licences to ask about.

mod bamboo;
mod curves;
mod garments;
mod heap;
mod meat;
mod needlework;
mod noodles;
mod pantry;
mod pen;
mod pieces;
mod places;
mod prints;
mod settings;
mod shapes;
mod silver;
mod tea;
#[cfg(test)]
mod tests;
mod textile;
mod tops;
mod weaving;

pub use garments::Cut;
pub use heap::{Piece, Vessel};
pub use pen::Colour;
pub use places::Hour;
pub use prints::Print;
pub use settings::Setting;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage};
use pen::Pen;
use resvg::{tiny_skia, usvg};

/// What is in the middle of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    // Food
    HungPork {
        slabs: u32,
    },
    SlicedPork,
    HungSausages {
        strings: u32,
    },
    Heap {
        vessel: Vessel,
        piece: Piece,
        colour: Colour,
    },
    Jar {
        inside: Colour,
        flecks: Colour,
        cloth: Colour,
    },
    Oil(Colour),
    Noodles(Colour),
    NoodleCurtain(Colour),
    Tofu(Colour),
    // Clothes and cloth
    Garment {
        cut: Cut,
        colour: Colour,
        print: Print,
    },
    Scarf {
        colour: Colour,
        print: Print,
    },
    ClothLength {
        colour: Colour,
        print: Print,
    },
    Bolts {
        tones: [Colour; 3],
        print: Print,
    },
    Folded {
        tones: [Colour; 3],
        print: Print,
    },
    Bag {
        colour: Colour,
        print: Print,
    },
    Pouch(Colour),
    Hoop(Colour),
    Shoes(Colour),
    // Tea
    TeaBrick(Colour),
    TeaCake(Colour),
    Gaiwan {
        glaze: Colour,
        paint: Colour,
        liquor: Colour,
    },
    TeaPot {
        clay: Colour,
        liquor: Colour,
    },
    Caddy {
        tin: Colour,
        leaf: Colour,
    },
    TeaSet {
        glaze: Colour,
        liquor: Colour,
    },
    // Bamboo
    Basket {
        colour: Colour,
        tall: u32,
    },
    BackBasket(Colour),
    Trays(Colour),
    /// `round` from 0 (a cylinder) to 100 (a globe).
    Lamp {
        colour: Colour,
        round: u32,
    },
    Chopsticks {
        wood: Colour,
        cloth: Colour,
    },
    Stool(Colour),
    Steamer(Colour),
    Fan {
        colour: Colour,
        edge: Colour,
    },
    Ladles(Colour),
    // Silver
    Earrings,
    Torque,
    Bangles,
    Hairpin,
    // Places: they cover the setting
    Village(Hour),
    Terraces(Hour),
    Grove(Hour),
}

/// A picture: what, where, and the seed of the hand that draws it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scene {
    pub subject: Subject,
    pub setting: Setting,
    pub seed: u32,
}

/// Why a scene could not be rasterised. With scenes of this module only a size of zero can cause it.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    #[error("the drawing is not a valid SVG: {0}")]
    Drawing(#[from] usvg::Error),
    #[error("no picture can be {width} × {height} pixels")]
    Size { width: u32, height: u32 },
    #[error("the picture could not be written as PNG: {0}")]
    Encoding(String),
}

/// The scene as an SVG document of this size in pixels.
pub fn svg(scene: &Scene, width: u32, height: u32) -> String {
    let mut pen = Pen::new(scene.seed);
    settings::draw(&mut pen, scene.setting);
    draw(&mut pen, scene.subject);
    pen.finish(width, height)
}

/// The scene as PNG bytes of this size in pixels.
pub fn png(scene: &Scene, width: u32, height: u32) -> Result<Vec<u8>, PictureError> {
    let mut pixels = tiny_skia::Pixmap::new(width, height).ok_or(PictureError::Size { width, height })?;
    let tree = usvg::Tree::from_str(&svg(scene, width, height), &usvg::Options::default())?;
    resvg::render(&tree, tiny_skia::Transform::identity(), &mut pixels.as_mut());
    // A drawing covers its whole sheet: nothing is lost with the alpha channel, and a file without one is read faster.
    let sheet = RgbaImage::from_raw(width, height, pixels.take()).ok_or(PictureError::Size { width, height })?;
    let opaque = DynamicImage::ImageRgba8(sheet).into_rgb8();
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Up)
        .write_image(opaque.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(|error| PictureError::Encoding(error.to_string()))?;
    Ok(bytes)
}

fn draw(pen: &mut Pen, subject: Subject) {
    match subject {
        Subject::HungPork { slabs } => meat::hung_pork(pen, slabs),
        Subject::SlicedPork => meat::sliced_pork(pen),
        Subject::HungSausages { strings } => meat::hung_sausages(pen, strings),
        Subject::Heap { vessel, piece, colour } => heap::draw(pen, vessel, piece, colour),
        Subject::Jar { inside, flecks, cloth } => pantry::jar(pen, inside, flecks, cloth),
        Subject::Oil(colour) => pantry::oil(pen, colour),
        Subject::Noodles(colour) => noodles::noodles(pen, colour),
        Subject::NoodleCurtain(colour) => noodles::noodle_curtain(pen, colour),
        Subject::Tofu(skin) => noodles::tofu(pen, skin),
        Subject::Garment { cut, colour, print } => garments::hung(pen, cut, colour, print),
        Subject::Scarf { colour, print } => textile::scarf(pen, colour, print),
        Subject::ClothLength { colour, print } => textile::hung_length(pen, colour, print),
        Subject::Bolts { tones, print } => textile::bolts(pen, tones, print),
        Subject::Folded { tones, print } => textile::folded(pen, tones, print),
        Subject::Bag { colour, print } => needlework::bag(pen, colour, print),
        Subject::Pouch(colour) => needlework::pouch(pen, colour),
        Subject::Hoop(cloth) => needlework::hoop(pen, cloth),
        Subject::Shoes(colour) => needlework::shoes(pen, colour),
        Subject::TeaBrick(colour) => tea::brick(pen, colour),
        Subject::TeaCake(colour) => tea::cake(pen, colour),
        Subject::Gaiwan { glaze, paint, liquor } => tea::gaiwan(pen, glaze, paint, liquor),
        Subject::TeaPot { clay, liquor } => tea::pot(pen, clay, liquor),
        Subject::Caddy { tin, leaf } => tea::caddy(pen, tin, leaf),
        Subject::TeaSet { glaze, liquor } => tea::set(pen, glaze, liquor),
        Subject::Basket { colour, tall } => weaving::basket(pen, colour, f64::from(tall)),
        Subject::BackBasket(colour) => weaving::back_basket(pen, colour),
        Subject::Trays(colour) => weaving::trays(pen, colour),
        Subject::Lamp { colour, round } => bamboo::lamp(pen, colour, f64::from(round.min(100)) / 100.0),
        Subject::Chopsticks { wood, cloth } => bamboo::chopsticks(pen, wood, cloth),
        Subject::Stool(colour) => bamboo::stool(pen, colour),
        Subject::Steamer(colour) => weaving::steamer(pen, colour),
        Subject::Fan { colour, edge } => weaving::fan(pen, colour, edge),
        Subject::Ladles(colour) => bamboo::ladles(pen, colour),
        Subject::Earrings => silver::earrings(pen),
        Subject::Torque => silver::torque(pen),
        Subject::Bangles => silver::bangles(pen),
        Subject::Hairpin => silver::hairpin(pen),
        Subject::Village(hour) => places::village(pen, hour),
        Subject::Terraces(hour) => places::terraces(pen, hour),
        Subject::Grove(hour) => places::grove(pen, hour),
    }
}
