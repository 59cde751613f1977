//! Every kind of scene draws something, the same each time, at the size that was asked for.

use super::{Colour, Cut, Hour, PictureError, Piece, Print, Scene, Setting, Subject, Vessel, png, svg};
use resvg::tiny_skia::Pixmap;
use std::collections::HashSet;

const RED: Colour = Colour(0x00B3_261E);
const BLUE: Colour = Colour(0x0027_406F);
const CUTS: [Cut; 9] =
    [Cut::Dress, Cut::LongDress, Cut::Qipao, Cut::Blouse, Cut::Jacket, Cut::Coat, Cut::Cardigan, Cut::Skirt, Cut::Trousers];
const PIECES: [Piece; 16] = [
    Piece::Strip,
    Piece::Bean,
    Piece::Pod,
    Piece::Chili,
    Piece::Walnut,
    Piece::Mushroom,
    Piece::Chip,
    Piece::Fish,
    Piece::Persimmon,
    Piece::TeaLeaf,
    Piece::Kiwi,
    Piece::Chestnut,
    Piece::Egg,
    Piece::RiceCake,
    Piece::Grain,
    Piece::Orange,
];
const VESSELS: [Vessel; 6] = [Vessel::Tray, Vessel::Bowl(BLUE), Vessel::Basket, Vessel::Plate, Vessel::Sack, Vessel::Paper];
const PRINTS: [Print; 9] = [
    Print::Plain,
    Print::Roses,
    Print::Dots,
    Print::Checks,
    Print::Stripes,
    Print::Knit,
    Print::Batik,
    Print::Brocade,
    Print::Plum,
];
const SETTINGS: [Setting; 7] = [
    Setting::Wall(RED),
    Setting::Hearth,
    Setting::Table { wall: RED, top: BLUE },
    Setting::Window { wall: RED, top: BLUE },
    Setting::Linen(BLUE),
    Setting::Planks(RED),
    Setting::Paper(RED),
];

/// All the subjects, each kind with each of its parts at least once.
fn subjects() -> Vec<Subject> {
    let tones = [RED, BLUE, RED];
    let mut all = vec![
        Subject::HungPork { slabs: 4 },
        Subject::SlicedPork,
        Subject::HungSausages { strings: 3 },
        Subject::Jar { inside: RED, flecks: BLUE, cloth: RED },
        Subject::Oil(RED),
        Subject::Noodles(RED),
        Subject::NoodleCurtain(RED),
        Subject::Tofu(RED),
        Subject::Scarf { colour: RED, print: Print::Plain },
        Subject::Bolts { tones, print: Print::Batik },
        Subject::Folded { tones, print: Print::Brocade },
        Subject::Bag { colour: RED, print: Print::Plain },
        Subject::Pouch(RED),
        Subject::Hoop(BLUE),
        Subject::Shoes(BLUE),
        Subject::TeaBrick(RED),
        Subject::TeaCake(RED),
        Subject::Gaiwan { glaze: RED, paint: BLUE, liquor: RED },
        Subject::TeaPot { clay: RED, liquor: BLUE },
        Subject::Caddy { tin: RED, leaf: BLUE },
        Subject::TeaSet { glaze: RED, liquor: BLUE },
        Subject::Basket { colour: RED, tall: 160 },
        Subject::BackBasket(RED),
        Subject::Trays(RED),
        Subject::Lamp { colour: RED, round: 60 },
        Subject::Chopsticks { wood: RED, cloth: BLUE },
        Subject::Stool(RED),
        Subject::Steamer(RED),
        Subject::Fan { colour: RED, edge: BLUE },
        Subject::Ladles(RED),
        Subject::Earrings,
        Subject::Torque,
        Subject::Bangles,
        Subject::Hairpin,
    ];
    all.extend(CUTS.map(|cut| Subject::Garment { cut, colour: RED, print: Print::Plain }));
    all.extend(PRINTS.map(|print| Subject::ClothLength { colour: RED, print }));
    all.extend(PIECES.map(|piece| Subject::Heap { vessel: Vessel::Tray, piece, colour: RED }));
    all.extend(VESSELS.map(|vessel| Subject::Heap { vessel, piece: Piece::Bean, colour: BLUE }));
    for hour in [Hour::Morning, Hour::Noon, Hour::Dusk] {
        all.extend([Subject::Village(hour), Subject::Terraces(hour), Subject::Grove(hour)]);
    }
    all
}

fn colours_of(scene: &Scene) -> HashSet<[u8; 4]> {
    let bytes = png(scene, 96, 72).expect("the scene renders");
    let pixels = Pixmap::decode_png(&bytes).expect("the bytes are a PNG");
    assert_eq!((pixels.width(), pixels.height()), (96, 72));
    pixels.pixels().iter().map(|pixel| [pixel.red(), pixel.green(), pixel.blue(), pixel.alpha()]).collect()
}

#[test]
fn every_subject_renders_opaque_and_not_blank() {
    for subject in subjects() {
        let colours = colours_of(&Scene { subject, setting: Setting::Paper(Colour(0x00EA_E1CE)), seed: 7 });
        assert!(colours.len() > 300, "{subject:?} has {} colours", colours.len());
        assert!(colours.iter().all(|[_, _, _, alpha]| *alpha == u8::MAX), "{subject:?} is transparent somewhere");
    }
}

#[test]
fn every_setting_renders() {
    for setting in SETTINGS {
        let colours = colours_of(&Scene { subject: Subject::SlicedPork, setting, seed: 7 });
        assert!(colours.len() > 300, "{setting:?}");
    }
}

#[test]
fn a_scene_is_the_same_picture_every_time_and_another_with_another_seed() {
    let scene = Scene { subject: Subject::HungPork { slabs: 3 }, setting: Setting::Hearth, seed: 1 };
    assert_eq!(svg(&scene, 400, 300), svg(&scene, 400, 300));
    assert_ne!(svg(&scene, 400, 300), svg(&Scene { seed: 2, ..scene }, 400, 300));
}

#[test]
fn a_square_shows_the_middle() {
    let scene = Scene { subject: Subject::Earrings, setting: Setting::Linen(BLUE), seed: 1 };
    assert!(svg(&scene, 300, 300).contains("viewBox=\"100.00 0.00 600.00 600.00\""));
}

#[test]
fn nothing_is_not_a_size() {
    let scene = Scene { subject: Subject::Earrings, setting: Setting::Linen(BLUE), seed: 1 };
    assert!(matches!(png(&scene, 0, 600), Err(PictureError::Size { width: 0, height: 600 })));
}
