//! Clothes with long sleeves, and trousers.

use super::curves::{arc, blob, curve, mirrored, rectangle, segment};
use super::garments::{Fold, body, folds, pleats};
use super::pen::{Colour, Pen};
use super::prints::Print;
use super::shapes::{INK, WOOD, haze};

const AXIS: f64 = 400.0;

pub fn long_sleeves(pen: &mut Pen, colour: Colour, print: Print, foot: f64) {
    for side in [-1.0, 1.0] {
        let x = |out: f64| AXIS + side * out;
        let shape = blob(&[
            (x(70.0), 132.0),
            (x(112.0), 152.0),
            (x(142.0), 220.0),
            (x(164.0), foot - 80.0),
            (x(176.0), foot),
            (x(128.0), foot + 8.0),
            (x(116.0), foot - 90.0),
            (x(98.0), 210.0),
        ]);
        body(pen, &shape, colour.dark(if side > 0.0 { 14 } else { 2 }), print, |pen| {
            let long = Fold { top: (x(100.0), 166.0), foot: (x(142.0), foot - 30.0), wide: 24.0 };
            let short = Fold { top: (x(134.0), 250.0), foot: (x(160.0), foot), wide: 12.0 };
            folds(pen, colour, &[long, short]);
            for y in [foot * 0.62, foot * 0.7, foot * 0.8] {
                pen.line(&arc((x(112.0), y), (x(150.0), y + 12.0), 5.0), colour.dark(60), 3.0, 0.25);
            }
        });
        pen.line(&arc((x(130.0), foot - 14.0), (x(175.0), foot - 22.0), 4.0), colour.dark(45), 2.4, 0.6);
    }
}

/// A jacket with a standing collar and knotted buttons.
pub fn jacket(pen: &mut Pen, colour: Colour, print: Print) {
    pen.solid(&blob(&[(360.0, 126.0), (400.0, 110.0), (440.0, 126.0), (400.0, 150.0)]), colour.dark(45));
    long_sleeves(pen, colour, print, 400.0);
    let half = [(34.0, 122.0), (78.0, 136.0), (110.0, 164.0), (110.0, 240.0), (116.0, 330.0), (128.0, 430.0), (60.0, 440.0)];
    let outline = blob(&mirrored(AXIS, &half));
    body(pen, &outline, colour, print, |pen| {
        pleats(pen, (312.0, 488.0, 230.0), (276.0, 524.0, 446.0), 5, colour);
    });
    let trim = Colour(0x00F0_E3C4);
    pen.solid("M366 134C366 116 370 104 376 100Q400 112 424 100C430 104 434 116 434 134Q400 150 366 134Z", colour.dark(12));
    pen.line("M376 100Q400 112 424 100", trim, 3.0, 0.9);
    pen.line(&segment((400.0, 146.0), (400.0, 444.0)), colour.dark(55), 3.0, 0.7);
    for step in 0..6 {
        let y = 162.0 + f64::from(step) * 48.0;
        pen.line(&curve(&[(370.0, y), (386.0, y - 3.0), (400.0, y), (414.0, y - 3.0), (430.0, y)]), trim, 5.0, 1.0);
        pen.flat(&rectangle((394.0, y - 6.0), 12.0, 12.0, 6.0), trim.dark(20));
    }
    for side in [-1.0, 1.0] {
        let x = AXIS + side * 66.0;
        pen.line(
            &format!("M{:.0} 348H{:.0}V404Q{x:.0} 414 {:.0} 404V348", x - 32.0, x + 32.0, x - 32.0),
            colour.dark(50),
            2.2,
            0.5,
        );
    }
}

pub fn coat(pen: &mut Pen, colour: Colour, print: Print) {
    pen.solid(&blob(&[(352.0, 128.0), (400.0, 112.0), (448.0, 128.0), (400.0, 250.0)]), colour.dark(50));
    long_sleeves(pen, colour, print, 452.0);
    let half = [(46.0, 120.0), (84.0, 134.0), (114.0, 162.0), (114.0, 250.0), (120.0, 380.0), (136.0, 556.0), (60.0, 566.0)];
    let outline = blob(&mirrored(AXIS, &half));
    body(pen, &outline, colour, print, |pen| {
        pleats(pen, (316.0, 484.0, 250.0), (274.0, 526.0, 574.0), 3, colour);
        haze(pen, (500.0, 400.0), 70.0, 200.0, INK, 0.28);
    });
    let front = curve(&[(418.0, 262.0), (420.0, 380.0), (424.0, 566.0)]);
    pen.line(&front, colour.dark(60), 3.0, 0.7);
    for side in [-1.0, 1.0] {
        let x = |out: f64| AXIS + side * out;
        let lapel = format!(
            "M{:.0} 118L{:.0} 128L{:.0} 190L{:.0} 200L{:.0} 214L{:.0} 268C{:.0} 220 {:.0} 160 {:.0} 118Z",
            x(48.0),
            x(62.0),
            x(82.0),
            x(58.0),
            x(70.0),
            x(-10.0),
            x(14.0),
            x(34.0),
            x(40.0)
        );
        pen.shadow(&lapel, (4.0, 7.0), 4.0, 0.36);
        pen.solid(&lapel, colour.light(9));
        pen.line(&lapel, colour.dark(50), 1.5, 0.5);
        let pocket = rectangle((x(68.0) - 36.0, 392.0), 72.0, 18.0, 5.0);
        pen.shadow(&pocket, (3.0, 5.0), 3.0, 0.3);
        pen.solid(&pocket, colour.light(5));
    }
    for (x, y) in [(386.0, 300.0), (444.0, 300.0), (386.0, 358.0), (444.0, 358.0)] {
        pen.shadow(&rectangle((x - 9.0, y - 9.0), 18.0, 18.0, 9.0), (2.0, 3.0), 2.0, 0.5);
        pen.solid(&rectangle((x - 9.0, y - 9.0), 18.0, 18.0, 9.0), WOOD.dark(34));
    }
}

/// A hand-knitted cardigan: cables down, ribs at the hem.
pub fn cardigan(pen: &mut Pen, colour: Colour) {
    long_sleeves(pen, colour, Print::Knit, 410.0);
    let half = [(44.0, 124.0), (80.0, 136.0), (110.0, 164.0), (110.0, 250.0), (116.0, 350.0), (120.0, 440.0), (60.0, 452.0)];
    let outline = blob(&mirrored(AXIS, &half));
    pen.solid(&blob(&[(354.0, 128.0), (400.0, 116.0), (446.0, 128.0), (400.0, 240.0)]), colour.dark(48));
    body(pen, &outline, colour, Print::Knit, |pen| {
        for x in [330.0, 466.0] {
            for step in 0..12 {
                let y = 180.0 + f64::from(step) * 19.0;
                let twist = curve(&[(x - 10.0, y), (x + 10.0, y + 12.0), (x - 10.0, y + 24.0)]);
                pen.line(&twist, colour.dark(48), 9.0, 0.5);
                pen.line(&twist, colour.light(26), 6.0, 0.9);
            }
        }
        pen.wash("M354 118C366 190 386 226 400 236C414 226 434 190 446 118Z", colour.dark(62), 0.9);
        let mut x = 278.0;
        while x < 524.0 {
            pen.line(&segment((x, 418.0), (x, 456.0)), colour.dark(45), 3.0, 0.45);
            x += 8.0;
        }
        haze(pen, (500.0, 330.0), 60.0, 160.0, INK, 0.32);
    });
    let edge = curve(&[(352.0, 122.0), (368.0, 188.0), (402.0, 240.0), (404.0, 340.0), (404.0, 450.0)]);
    let other = curve(&[(448.0, 122.0), (434.0, 188.0), (404.0, 240.0)]);
    for line in [edge, other] {
        pen.line(&line, colour.dark(40), 19.0, 1.0);
        pen.line(&line, colour.light(6), 15.0, 1.0);
    }
    for step in 0..5 {
        let y = 258.0 + f64::from(step) * 42.0;
        pen.solid(&rectangle((396.0, y), 16.0, 16.0, 8.0), WOOD);
        pen.line(&segment((401.0, y + 8.0), (407.0, y + 8.0)), INK, 1.6, 0.6);
    }
}

pub fn trousers(pen: &mut Pen, colour: Colour, print: Print) {
    let outline = "M312 138C360 148 440 148 488 138L500 186C520 300 532 430 540 556C506 570 452 568 420 560\
        C416 460 408 340 400 270C392 340 384 460 380 560C348 568 294 570 260 556C268 430 280 300 300 186Z";
    body(pen, outline, colour, print, |pen| {
        pleats(pen, (304.0, 392.0, 186.0), (262.0, 380.0, 568.0), 3, colour);
        pleats(pen, (408.0, 496.0, 186.0), (420.0, 538.0, 568.0), 3, colour);
        pen.line("M400 180V272", colour.dark(60), 3.0, 0.6);
    });
    let band = "M310 136C360 146 440 146 490 136L497 172C440 184 360 184 303 172Z";
    pen.solid(band, colour.dark(10));
    pen.line("M304 170Q400 188 496 170", colour.dark(55), 2.0, 0.6);
    pen.line("M386 176C380 210 382 230 376 250M412 176C420 206 416 222 424 244", colour.light(60), 5.0, 0.9);
    for x in [308.0, 492.0] {
        pen.solid(&rectangle((x - 10.0, 116.0), 20.0, 32.0, 4.0), WOOD.dark(26));
    }
}
