//! Clothes on a wooden hanger: cut, colour, print, folds.

use super::curves::{arc, blob, curve, mirrored, rectangle, segment};
use super::pen::{Colour, Pen, Point};
use super::prints::{self, Print};
use super::shapes::{INK, WOOD, haze};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cut {
    Dress,
    LongDress,
    Qipao,
    Blouse,
    Jacket,
    Coat,
    Cardigan,
    Skirt,
    Trousers,
}

const AXIS: f64 = 400.0;

/// A wide wooden rail with pegs, the hanger, and the garment in front of it.
pub fn hung(pen: &mut Pen, cut: Cut, colour: Colour, print: Print) {
    peg(pen);
    // Short clothes hang larger, so that they fill the picture as long ones do. The hook stays on its peg.
    let size = if matches!(cut, Cut::Blouse | Cut::Jacket | Cut::Cardigan) { 1.22 } else { 1.0 };
    pen.placed((AXIS - AXIS * size, 60.0 - 60.0 * size), 0.0, size, |pen| garment(pen, cut, colour, print));
}

fn garment(pen: &mut Pen, cut: Cut, colour: Colour, print: Print) {
    match cut {
        Cut::Skirt | Cut::Trousers => clips(pen),
        _ => hanger(pen),
    }
    match cut {
        Cut::Dress => dress(pen, colour, print, 520.0),
        Cut::LongDress => dress(pen, colour, print, 568.0),
        Cut::Qipao => qipao(pen, colour, print),
        Cut::Blouse => shirt(pen, colour, print, 430.0),
        Cut::Jacket => super::tops::jacket(pen, colour, print),
        Cut::Coat => super::tops::coat(pen, colour, print),
        Cut::Cardigan => super::tops::cardigan(pen, colour),
        Cut::Skirt => skirt(pen, colour, print),
        Cut::Trousers => super::tops::trousers(pen, colour, print),
    }
}

fn peg(pen: &mut Pen) {
    let board = rectangle((-10.0, 30.0), 820.0, 34.0, 3.0);
    pen.shadow(&board, (6.0, 12.0), 6.0, 0.28);
    pen.solid(&board, WOOD.light(12));
    pen.line("M0 40Q300 36 800 42M0 54Q420 58 800 52", WOOD.dark(25), 1.6, 0.4);
    for x in [120.0, 400.0, 680.0] {
        pen.shadow(&rectangle((x - 8.0, 40.0), 16.0, 26.0, 8.0), (7.0, 12.0), 4.0, 0.4);
        pen.solid(&rectangle((x - 8.0, 38.0), 16.0, 28.0, 8.0), WOOD.dark(14));
    }
}

fn hook(pen: &mut Pen) {
    let steel = Colour(0x0086_7A6A);
    pen.line("M400 104V92C400 78 414 76 414 64C414 50 390 48 388 62", steel.dark(30), 5.0, 1.0);
    pen.line("M399 103V92C399 78 413 76 413 64C413 50 390 48 387 62", steel.light(40), 2.0, 0.9);
}

fn hanger(pen: &mut Pen) {
    hook(pen);
    let bar = curve(&[(262.0, 158.0), (330.0, 122.0), (400.0, 106.0), (470.0, 122.0), (538.0, 158.0)]);
    pen.line(&bar, WOOD.dark(42), 19.0, 1.0);
    pen.line(&bar, WOOD.light(8), 14.0, 1.0);
    pen.placed((0.0, -3.0), 0.0, 1.0, |pen| pen.line(&bar, WOOD.light(50), 3.0, 0.7));
}

fn clips(pen: &mut Pen) {
    hook(pen);
    let bar = segment((286.0, 112.0), (514.0, 112.0));
    pen.line(&bar, WOOD.dark(42), 16.0, 1.0);
    pen.line(&bar, WOOD.light(12), 11.0, 1.0);
    for x in [308.0, 492.0] {
        pen.solid(&rectangle((x - 11.0, 104.0), 22.0, 40.0, 5.0), WOOD.dark(20));
    }
}

/// The garment's body: colour, print and the light over it, before its folds.
pub fn body(pen: &mut Pen, outline: &str, colour: Colour, print: Print, drape: impl FnOnce(&mut Pen)) {
    pen.shadow(outline, (24.0, 18.0), 12.0, 0.34);
    pen.solid(outline, colour);
    pen.within(outline, |pen| {
        prints::over(pen, print, colour);
        drape(pen);
    });
    pen.line(outline, colour.dark(50), 1.6, 0.45);
}

/// A fold opens from its top to its foot: dark on its right, light on its left.
pub struct Fold {
    pub top: Point,
    pub foot: Point,
    pub wide: f64,
}

/// All the folds of a piece in one soft layer.
pub fn folds(pen: &mut Pen, colour: Colour, folds: &[Fold]) {
    pen.blurred(1.8, |pen| {
        for Fold { top: (x, y), foot: (fx, fy), wide } in folds {
            let (mx, my) = (x * 0.55 + fx * 0.45, y + (fy - y) * 0.5);
            let dark =
                [(*x, *y), (mx + wide * 0.28, my), (fx + wide * 0.6, *fy), (fx - wide * 0.1, fy + 8.0), (mx - wide * 0.05, my)];
            let light =
                [(*x, *y), (mx - wide * 0.08, my), (fx - wide * 0.15, *fy), (fx - wide * 0.6, fy + 6.0), (mx - wide * 0.3, my)];
            pen.wash(&blob(&dark), colour.dark(72), 0.42);
            pen.wash(&blob(&light), colour.light(58), 0.30);
        }
    });
}

/// Folds side by side from a waist to a hem.
pub fn pleats(pen: &mut Pen, waist: (f64, f64, f64), hem: (f64, f64, f64), count: u32, colour: Colour) {
    let (left, right, y) = waist;
    let (hem_left, hem_right, foot) = hem;
    let mut all = Vec::new();
    for index in 0..count {
        let share = (f64::from(index) + 0.5) / f64::from(count);
        let top = (left + (right - left) * share + pen.jitter(3.0), y + pen.between(0.0, 24.0));
        let end = (hem_left + (hem_right - hem_left) * share + pen.jitter(9.0), foot);
        let wide = (hem_right - hem_left) / f64::from(count) * pen.between(0.7, 1.1);
        all.push(Fold { top, foot: end, wide });
    }
    folds(pen, colour, &all);
    haze(pen, (hem_right - 24.0, (y + foot) / 2.0), 84.0, (foot - y) * 0.62, INK, 0.34);
}

fn dress(pen: &mut Pen, colour: Colour, print: Print, hem: f64) {
    let back = "M350 124Q400 112 450 124L446 200H354Z";
    pen.solid(back, colour.dark(42));
    sleeves(pen, colour, print, 236.0, 58.0);
    let wide = 116.0 + (hem - 400.0) * 0.42;
    let right = format!(
        "C492 156 500 170 496 190C488 226 474 250 470 288C{:.0} 350 {:.0} 440 {:.0} {hem:.0}",
        490.0,
        AXIS + wide * 0.86,
        AXIS + wide
    );
    let foot = format!(
        "C{:.0} {:.0} {:.0} {:.0} {:.0} {hem:.0}",
        AXIS + wide * 0.4,
        hem + 26.0,
        AXIS - wide * 0.5,
        hem + 22.0,
        AXIS - wide
    );
    let left = format!("C{:.0} 440 310 350 330 288C326 250 312 226 304 190C300 170 308 156 336 132", AXIS - wide * 0.86);
    let outline = format!(
        "M336 132C356 122 362 122 364 124C370 172 388 188 400 188C412 188 430 172 436 124\
            C440 122 446 122 464 132{right}{foot}{left}Z"
    );
    body(pen, &outline, colour, print, |pen| {
        pleats(pen, (336.0, 464.0, 290.0), (AXIS - wide, AXIS + wide, hem + 10.0), 8, colour);
        let bust = [(350.0, 12.0), (384.0, 4.0), (424.0, -4.0), (452.0, -14.0)];
        let bust = bust.map(|(x, lean)| Fold { top: (x + lean, 284.0), foot: (x, 196.0), wide: 12.0 });
        folds(pen, colour, &bust);
    });
    pen.line("M364 124C370 172 388 188 400 188C412 188 430 172 436 124", colour.dark(35), 4.0, 0.8);
    sash(pen, colour);
}

/// A sash with a bow at the waist, in the dress's deeper tone.
fn sash(pen: &mut Pen, colour: Colour) {
    let tone = colour.dark(22);
    let band = "M329 280C370 292 430 292 471 280L472 300C430 312 370 312 328 300Z";
    pen.solid(band, tone);
    pen.line("M334 292Q400 306 466 292", tone.light(35), 2.0, 0.6);
    for (end, sag) in [(418.0, 96.0), (450.0, 78.0)] {
        let tail = format!(
            "M428 300C424 {:.0} {:.0} {:.0} {end:.0} {:.0}L{:.0} {:.0}C{:.0} 350 440 320 440 300Z",
            330.0,
            end - 14.0,
            320.0 + sag * 0.4,
            300.0 + sag,
            end + 16.0,
            304.0 + sag,
            end + 10.0
        );
        pen.solid(&tail, tone);
    }
    for turn in [-24.0, 196.0] {
        pen.placed((433.0, 298.0), turn, 1.0, |pen| {
            pen.solid("M0 0C8 -20 40 -24 46 -8C50 8 16 14 0 0Z", tone.light(8));
            pen.line("M6 -2Q22 -10 36 -6", tone.dark(50), 2.0, 0.5);
        });
    }
    pen.solid(&rectangle((425.0, 289.0), 17.0, 19.0, 6.0), tone.light(12));
}

/// Two short sleeves; `foot` is where they end, `wide` how far they stand off.
fn sleeves(pen: &mut Pen, colour: Colour, print: Print, foot: f64, wide: f64) {
    for side in [-1.0, 1.0] {
        let x = |out: f64| AXIS + side * out;
        let shape = blob(&[
            (x(62.0), 130.0),
            (x(98.0), 146.0),
            (x(98.0 + wide * 0.7), foot - 36.0),
            (x(96.0 + wide * 0.78), foot - 4.0),
            (x(88.0 + wide * 0.2), foot + 4.0),
            (x(90.0), 200.0),
            (x(76.0), 170.0),
        ]);
        body(pen, &shape, colour.dark(if side > 0.0 { 16 } else { 4 }), print, |pen| {
            let crease = Fold { top: (x(100.0), 158.0), foot: (x(98.0 + wide * 0.4), foot), wide: 16.0 };
            folds(pen, colour, &[crease]);
        });
    }
}

fn qipao(pen: &mut Pen, colour: Colour, print: Print) {
    sleeves(pen, colour, print, 206.0, 40.0);
    let half = [
        (30.0, 122.0),
        (66.0, 130.0),
        (94.0, 156.0),
        (90.0, 200.0),
        (74.0, 262.0),
        (70.0, 292.0),
        (88.0, 350.0),
        (96.0, 410.0),
        (92.0, 500.0),
        (90.0, 566.0),
        (40.0, 574.0),
    ];
    let outline = blob(&mirrored(AXIS, &half));
    body(pen, &outline, colour, print, |pen| {
        pleats(pen, (340.0, 460.0, 320.0), (316.0, 484.0, 580.0), 4, colour);
        let bust = [(356.0, 10.0), (440.0, -12.0)];
        let bust = bust.map(|(x, lean)| Fold { top: (x + lean, 286.0), foot: (x, 196.0), wide: 14.0 });
        folds(pen, colour, &bust);
    });
    let trim = Colour(0x00F0_DCA8);
    pen.solid("M372 132C370 116 374 100 380 96Q400 106 420 96C426 100 430 116 428 132Q400 146 372 132Z", colour.dark(8));
    pen.line("M380 96Q400 106 420 96M372 131Q400 145 428 131", trim, 3.0, 0.9);
    let opening = curve(&[(404.0, 142.0), (424.0, 158.0), (452.0, 168.0), (478.0, 200.0), (484.0, 222.0)]);
    pen.line(&opening, colour.dark(45), 6.0, 0.5);
    pen.line(&opening, trim, 3.5, 1.0);
    pen.line("M486 400C492 440 490 500 488 562M314 400C308 440 310 500 312 562", trim, 3.0, 0.8);
    for (x, y) in [(406.0, 142.0), (436.0, 163.0), (470.0, 188.0), (400.0, 118.0)] {
        pen.line(&segment((x - 12.0, y - 3.0), (x + 12.0, y + 4.0)), trim, 4.0, 1.0);
        pen.flat(&rectangle((x - 4.0, y - 4.0), 8.0, 8.0, 4.0), trim.dark(18));
    }
}

fn shirt(pen: &mut Pen, colour: Colour, print: Print, foot: f64) {
    pen.solid(&blob(&[(356.0, 124.0), (400.0, 112.0), (444.0, 124.0), (400.0, 168.0)]), colour.dark(38));
    super::tops::long_sleeves(pen, colour, print, foot - 20.0);
    let half = [(40.0, 122.0), (78.0, 136.0), (106.0, 160.0), (108.0, 230.0), (112.0, 330.0), (120.0, foot), (60.0, foot + 14.0)];
    let outline = blob(&mirrored(AXIS, &half));
    body(pen, &outline, colour, print, |pen| {
        pleats(pen, (310.0, 490.0, 216.0), (280.0, 520.0, foot + 18.0), 6, colour);
    });
    pen.line(&segment((400.0, 168.0), (400.0, foot + 12.0)), colour.dark(45), 2.0, 0.6);
    pen.line(&segment((412.0, 166.0), (412.0, foot + 12.0)), colour.light(60), 1.6, 0.5);
    for step in 0..5 {
        let y = 196.0 + f64::from(step) * 50.0;
        pen.flat(&rectangle((401.0, y), 9.0, 9.0, 4.5), Colour(0x008A_6A48));
    }
    for side in [-1.0, 1.0] {
        let x = |out: f64| AXIS + side * out;
        let collar = format!(
            "M{:.0} 118C{:.0} 126 {:.0} 148 400 170L{:.0} 186C{:.0} 176 {:.0} 150 {:.0} 130Z",
            x(44.0),
            x(38.0),
            x(18.0),
            x(26.0),
            x(44.0),
            x(58.0),
            x(56.0)
        );
        pen.shadow(&collar, (4.0, 6.0), 3.0, 0.35);
        pen.solid(&collar, colour.light(14));
        pen.line(&collar, colour.dark(45), 1.4, 0.5);
    }
}

fn skirt(pen: &mut Pen, colour: Colour, print: Print) {
    let outline =
        "M304 138C360 148 440 148 496 138L502 174C540 300 580 420 600 512C530 552 270 552 200 512C220 420 260 300 298 174Z";
    body(pen, outline, colour, print, |pen| {
        pleats(pen, (302.0, 498.0, 176.0), (196.0, 604.0, 540.0), 11, colour);
        pen.line(&arc((206.0, 500.0), (594.0, 500.0), 18.0), colour.light(55), 3.0, 0.5);
    });
    let band = "M302 136C360 146 440 146 498 136L503 176C440 188 360 188 297 176Z";
    pen.solid(band, colour.dark(14));
    pen.line("M298 172Q400 192 502 172", colour.dark(55), 2.0, 0.6);
    for x in [308.0, 492.0] {
        pen.solid(&rectangle((x - 10.0, 116.0), 20.0, 32.0, 4.0), WOOD.dark(26));
    }
}
