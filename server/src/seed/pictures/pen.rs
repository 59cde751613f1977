//! The pen that every scene is drawn with: colours, gradients, clipping, shadows and a repeatable hand.
//! It knows SVG and nothing about goods.

use super::curves::extent;
use std::fmt::{self, Display};

/// The drawing space of every scene. Other sizes show a centred part of it, so that the middle 600 × 600 is always seen.
pub const WIDTH: f64 = 800.0;
pub const HEIGHT: f64 = 600.0;

/// What light and dark tend towards: warm, as under a paper window. Pure white and black look like plastic.
const LIGHT: Colour = Colour(0x00FF_F4DF);
const DARK: Colour = Colour(0x0024_1511);

/// A colour as `0xRRGGBB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour(pub u32);

impl Colour {
    /// This colour with `percent` of another one in it.
    pub fn mix(self, other: Colour, percent: u32) -> Colour {
        let percent = percent.min(100);
        let [_, r, g, b] = self.0.to_be_bytes();
        let [_, x, y, z] = other.0.to_be_bytes();
        let blend = |a: u8, b: u8| {
            let sum = u32::from(a) * (100 - percent) + u32::from(b) * percent;
            u8::try_from(sum / 100).unwrap_or(u8::MAX)
        };
        Colour(u32::from_be_bytes([0, blend(r, x), blend(g, y), blend(b, z)]))
    }

    pub fn light(self, percent: u32) -> Colour {
        self.mix(LIGHT, percent)
    }

    pub fn dark(self, percent: u32) -> Colour {
        self.mix(DARK, percent)
    }
}

impl Display for Colour {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "#{:06x}", self.0)
    }
}

pub type Point = (f64, f64);
/// Where along a gradient, which colour, how opaque.
pub type Stop = (f64, Colour, f64);

/// Collects the SVG of one scene. Everything random comes from the seed: the same scene is the same picture.
pub struct Pen {
    defs: String,
    body: String,
    names: u32,
    state: u64,
    solids: Vec<(Colour, String)>,
}

impl Pen {
    pub fn new(seed: u32) -> Self {
        Pen { defs: String::new(), body: String::new(), names: 0, state: u64::from(seed) ^ 0x005E_ED0F, solids: Vec::new() }
    }

    /// The finished document at this size, cropped around the middle where the shape differs from 4:3.
    pub fn finish(self, width: u32, height: u32) -> String {
        let (w, h) = (f64::from(width.max(1)), f64::from(height.max(1)));
        let scale = (w / WIDTH).max(h / HEIGHT);
        let (seen_w, seen_h) = (w / scale, h / scale);
        let (x, y) = ((WIDTH - seen_w) / 2.0, (HEIGHT - seen_h) / 2.0);
        let (defs, body) = (self.defs, self.body);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"{x:.2} {y:.2} {seen_w:.2} {seen_h:.2}\"><defs>{defs}</defs>{body}</svg>"
        )
    }

    /// A repeatable random number (splitmix64) from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let top = u32::try_from((z ^ (z >> 31)) >> 32).unwrap_or(0);
        low + (high - low) * f64::from(top) / f64::from(u32::MAX)
    }

    /// A small error of the hand around zero.
    pub fn jitter(&mut self, amount: f64) -> f64 {
        self.between(-amount, amount)
    }

    pub fn chance(&mut self, share: f64) -> bool {
        self.between(0.0, 1.0) < share
    }

    fn name(&mut self) -> String {
        self.names += 1;
        format!("n{}", self.names)
    }

    pub fn flat(&mut self, d: &str, colour: Colour) {
        self.body.push_str(&format!("<path d=\"{d}\" fill=\"{colour}\"/>"));
    }

    /// A translucent layer, as thin gouache.
    pub fn wash(&mut self, d: &str, colour: Colour, opacity: f64) {
        self.body.push_str(&format!("<path d=\"{d}\" fill=\"{colour}\" fill-opacity=\"{opacity:.2}\"/>"));
    }

    /// Filled with a gradient made by `across` or `around`.
    pub fn paint(&mut self, d: &str, paint: &str) {
        self.body.push_str(&format!("<path d=\"{d}\" fill=\"{paint}\"/>"));
    }

    pub fn line(&mut self, d: &str, colour: Colour, width: f64, opacity: f64) {
        self.body.push_str(&format!(
            "<path d=\"{d}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width:.1}\" stroke-opacity=\"{opacity:.2}\" \
             stroke-linecap=\"round\" stroke-linejoin=\"round\"/>"
        ));
    }

    /// A body in the light that all scenes share: it comes from the upper left.
    pub fn solid(&mut self, d: &str, colour: Colour) {
        let known = self.solids.iter().find(|(of, _)| *of == colour).map(|(_, paint)| paint.clone());
        let paint = match known {
            Some(paint) => paint,
            None => {
                let stops = [(0.0, colour.light(24), 1.0), (0.45, colour, 1.0), (1.0, colour.dark(30), 1.0)];
                let paint = self.across((0.1, 0.0), (0.85, 1.0), &stops);
                self.solids.push((colour, paint.clone()));
                paint
            }
        };
        self.paint(d, &paint);
    }

    /// A straight gradient over the box of what it fills (0 to 1 each way).
    pub fn across(&mut self, from: Point, to: Point, stops: &[Stop]) -> String {
        let name = self.name();
        self.defs.push_str(&format!(
            "<linearGradient id=\"{name}\" x1=\"{:.2}\" y1=\"{:.2}\" x2=\"{:.2}\" y2=\"{:.2}\">{}</linearGradient>",
            from.0,
            from.1,
            to.0,
            to.1,
            written(stops)
        ));
        format!("url(#{name})")
    }

    /// A round gradient over the box of what it fills (0 to 1 each way).
    pub fn around(&mut self, centre: Point, radius: f64, stops: &[Stop]) -> String {
        let name = self.name();
        self.defs.push_str(&format!(
            "<radialGradient id=\"{name}\" cx=\"{:.2}\" cy=\"{:.2}\" r=\"{radius:.2}\">{}</radialGradient>",
            centre.0,
            centre.1,
            written(stops)
        ));
        format!("url(#{name})")
    }

    fn group(&mut self, attributes: &str, draw: impl FnOnce(&mut Pen)) {
        self.body.push_str(&format!("<g {attributes}>"));
        draw(self);
        self.body.push_str("</g>");
    }

    /// Draws only inside a shape.
    pub fn within(&mut self, d: &str, draw: impl FnOnce(&mut Pen)) {
        let name = self.name();
        self.defs.push_str(&format!("<clipPath id=\"{name}\"><path d=\"{d}\"/></clipPath>"));
        self.group(&format!("clip-path=\"url(#{name})\""), draw);
    }

    /// Draws at another place, turned by degrees and scaled.
    pub fn placed(&mut self, at: Point, degrees: f64, scale: f64, draw: impl FnOnce(&mut Pen)) {
        let (x, y) = at;
        self.group(&format!("transform=\"translate({x:.1} {y:.1}) rotate({degrees:.1}) scale({scale:.3})\""), draw);
    }

    /// Draws squeezed: 1 is as it is, 0.5 half as high.
    pub fn squeezed(&mut self, at: Point, across: f64, down: f64, draw: impl FnOnce(&mut Pen)) {
        let (x, y) = at;
        self.group(&format!("transform=\"translate({x:.1} {y:.1}) scale({across:.3} {down:.3})\""), draw);
    }

    /// Draws out of focus. Each call costs a layer of its own: put all that shares a softness into one.
    pub fn blurred(&mut self, amount: f64, draw: impl FnOnce(&mut Pen)) {
        let name = self.name();
        self.defs.push_str(&format!(
            "<filter id=\"{name}\" x=\"-12%\" y=\"-12%\" width=\"124%\" height=\"124%\" \
             color-interpolation-filters=\"sRGB\">\
             <feGaussianBlur stdDeviation=\"{amount:.1}\"/></filter>"
        ));
        self.group(&format!("filter=\"url(#{name})\""), draw);
    }

    /// The soft shadow that a shape throws to the lower right.
    pub fn shadow(&mut self, d: &str, shift: Point, blur: f64, opacity: f64) {
        let ((left, top), (right, foot)) = extent(d);
        let name = self.name();
        let reach = blur * 3.0;
        self.defs.push_str(&format!(
            "<filter id=\"{name}\" filterUnits=\"userSpaceOnUse\" x=\"{:.0}\" y=\"{:.0}\" width=\"{:.0}\" height=\"{:.0}\" \
             color-interpolation-filters=\"sRGB\">\
             <feGaussianBlur stdDeviation=\"{blur:.1}\"/></filter>",
            left + shift.0 - reach,
            top + shift.1 - reach,
            right - left + reach * 2.0,
            foot - top + reach * 2.0
        ));
        self.group(&format!("filter=\"url(#{name})\""), |pen| pen.placed(shift, 0.0, 1.0, |pen| pen.wash(d, DARK, opacity)));
    }
}

fn written(stops: &[Stop]) -> String {
    stops
        .iter()
        .map(|(at, colour, opacity)| format!("<stop offset=\"{at:.2}\" stop-color=\"{colour}\" stop-opacity=\"{opacity:.2}\"/>"))
        .collect()
}
