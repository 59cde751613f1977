//! What is sewn and embroidered: bags, pouches, shoes, a hoop.

use super::curves::{blob, curve, ellipse, on_ellipse, rectangle, ring, segment};
use super::garments::{self, Fold, folds};
use super::pen::{Colour, Pen, Point};
use super::prints::{self, Print};
use super::shapes::{BAMBOO, INK, LEAF, WOOD, haze};

/// A cloth bag with a strap and an embroidered square.
pub fn bag(pen: &mut Pen, colour: Colour, print: Print) {
    for (shift, tone) in [(14.0, colour.dark(40)), (0.0, colour.dark(10))] {
        let strap = curve(&[
            (292.0 + shift, 240.0),
            (306.0 + shift, 130.0),
            (400.0, 60.0),
            (494.0 - shift, 130.0),
            (508.0 - shift, 240.0),
        ]);
        pen.placed((12.0, 12.0), 0.0, 1.0, |pen| pen.line(&strap, INK, 24.0, 0.2));
        pen.line(&strap, tone, 24.0, 1.0);
        pen.line(&strap, tone.light(35), 2.4, 0.6);
    }
    pen.solid(&rectangle((391.0, 40.0), 18.0, 34.0, 8.0), WOOD.dark(12));
    let outline = "M232 236C330 250 470 250 568 236C578 340 592 440 586 520C500 546 300 546 214 520C208 440 222 340 232 236Z";
    garments::body(pen, outline, colour, Print::Plain, |pen| {
        let creases: Vec<Fold> = [(262.0, -14.0), (330.0, -6.0), (476.0, 8.0), (544.0, 18.0)]
            .iter()
            .map(|(x, lean)| Fold { top: (*x, 244.0), foot: (x + lean, 540.0), wide: 30.0 })
            .collect();
        folds(pen, colour, &creases);
        haze(pen, (570.0, 420.0), 90.0, 190.0, INK, 0.32);
    });
    pen.line("M236 256C330 270 470 270 564 256", colour.light(60), 2.6, 0.7);
    let square = "M312 310H488V482H312Z";
    pen.shadow(square, (3.0, 4.0), 3.0, 0.4);
    pen.solid(square, Colour(0x0028_2328));
    pen.within(square, |pen| {
        if print == Print::Plain { posy(pen, (400.0, 396.0), 0.82) } else { prints::over(pen, print, Colour(0x008C_2A2E)) }
    });
    pen.line("M320 318H480V474H320Z", Colour(0x00E2_B04A), 3.0, 0.9);
    pen.line(square, Colour(0x00B3_3A2A), 4.0, 0.9);
}

/// An embroidered posy around a point, within about 90 units.
pub fn posy(pen: &mut Pen, at: Point, size: f64) {
    pen.placed(at, 0.0, size, |pen| {
        pen.line("M0 88C-8 40 -50 30 -70 -10M0 88C4 30 36 20 62 -16M0 88C-2 40 4 0 2 -40", Colour(0x0069_8A4A), 5.0, 1.0);
        for (x, y, turn) in
            [(-40.0, 34.0, 200.0), (-54.0, 10.0, 130.0), (36.0, 30.0, -20.0), (52.0, 6.0, -80.0), (2.0, 40.0, -60.0)]
        {
            pen.placed((x, y), turn, 1.0, |pen| {
                pen.solid("M0 0C8 -14 28 -14 40 0C28 12 8 12 0 0Z", LEAF.light(14));
                pen.line("M4 0H36M12 -5L20 0M12 5L20 0M22 -6L30 0M22 6L30 0", LEAF.dark(40), 1.6, 0.7);
            });
        }
        for (x, y, tone, scale) in [
            (-70.0, -28.0, Colour(0x00D9_5A6A), 0.86),
            (66.0, -30.0, Colour(0x00E2_A03A), 0.86),
            (0.0, -52.0, Colour(0x00C2_2F3A), 1.15),
        ] {
            pen.placed((x, y), 0.0, scale, |pen| stitched_flower(pen, tone));
        }
    });
}

fn stitched_flower(pen: &mut Pen, tone: Colour) {
    for petal in 0..8 {
        pen.placed((0.0, 0.0), f64::from(petal) * 45.0, 1.0, |pen| {
            pen.solid("M6 0C12 -16 36 -18 44 0C36 18 12 16 6 0Z", tone);
            for y in [-8.0, -3.0, 3.0, 8.0] {
                pen.line(&segment((14.0, y * 0.6), (36.0, y)), tone.light(55), 1.7, 0.75);
            }
        });
    }
    pen.solid(&ellipse((0.0, 0.0), 12.0, 12.0), Colour(0x00EC_C45A));
}

/// Embroidery in a hoop.
pub fn hoop(pen: &mut Pen, cloth: Colour) {
    let centre = (400.0, 300.0);
    let sheet = blob(&[
        (140.0, 96.0),
        (400.0, 70.0),
        (662.0, 100.0),
        (684.0, 300.0),
        (656.0, 520.0),
        (400.0, 540.0),
        (150.0, 516.0),
        (120.0, 300.0),
    ]);
    pen.shadow(&sheet, (8.0, 10.0), 8.0, 0.4);
    pen.solid(&sheet, cloth.dark(8));
    let creases: Vec<Fold> =
        [(200.0, 130.0, 150.0, 100.0), (610.0, 140.0, 650.0, 110.0), (620.0, 470.0, 656.0, 512.0), (190.0, 470.0, 150.0, 506.0)]
            .iter()
            .map(|(x, y, fx, fy)| Fold { top: (*x, *y), foot: (*fx, *fy), wide: 26.0 })
            .collect();
    folds(pen, cloth, &creases);
    let outer = ring(centre, (226.0, 226.0), (202.0, 202.0));
    pen.shadow(&outer, (9.0, 12.0), 7.0, 0.5);
    pen.solid(&ellipse(centre, 208.0, 208.0), cloth);
    posy(pen, (400.0, 316.0), 1.42);
    for degrees in [30.0, 62.0, 118.0, 150.0, 210.0, 330.0] {
        let (x, y) = on_ellipse(centre, 166.0, 166.0, degrees);
        pen.placed((x, y), degrees, 0.34, |pen| stitched_flower(pen, Colour(0x0055_86A8)));
    }
    pen.solid(&outer, BAMBOO);
    pen.line(&ellipse(centre, 214.0, 214.0), BAMBOO.dark(45), 2.4, 0.8);
    pen.line(&ellipse(centre, 223.0, 223.0), BAMBOO.light(50), 2.4, 0.7);
    pen.solid(&rectangle((382.0, 58.0), 36.0, 26.0, 5.0), Colour(0x00C2_9A4A));
    pen.solid(&rectangle((372.0, 64.0), 12.0, 14.0, 3.0), Colour(0x00D9_B868));
    pen.line("M560 430L640 520", Colour(0x00D9_D8D2), 5.0, 1.0);
    pen.line("M560 430C520 400 500 420 470 404", Colour(0x00C2_2F3A), 2.6, 1.0);
}

/// A pair of embroidered cloth shoes, seen from above.
pub fn shoes(pen: &mut Pen, colour: Colour) {
    for (x, turn) in [(296.0, -7.0), (500.0, 6.0)] {
        pen.placed((x, 306.0), turn, 1.0, |pen| {
            let sole = "M-2 -226C58 -226 84 -150 82 -80C80 -10 66 60 66 130C66 200 36 228 0 228\
                C-36 228 -64 200 -66 130C-68 60 -84 -10 -84 -80C-84 -150 -60 -226 -2 -226Z";
            pen.shadow(sole, (16.0, 16.0), 9.0, 0.5);
            pen.solid(sole, Colour(0x00E9_DFC8));
            pen.line(sole, Colour(0x00B9_A582), 3.0, 0.9);
            let upper = "M-2 -216C52 -216 76 -146 74 -80C72 -10 58 60 58 130C58 194 32 220 0 220\
                C-32 220 -56 194 -58 130C-60 60 -76 -10 -76 -80C-76 -146 -54 -216 -2 -216Z";
            pen.solid(upper, colour);
            let mouth = "M0 -40C40 -36 44 40 42 120C40 186 24 206 0 206C-24 206 -40 186 -42 120C-44 40 -40 -36 0 -40Z";
            pen.solid(mouth, Colour(0x00D9_C6A2).dark(20));
            haze(pen, (0.0, 20.0), 40.0, 70.0, INK, 0.5);
            pen.line(mouth, Colour(0x00E2_B04A), 5.0, 0.95);
            pen.within(upper, |pen| posy(pen, (0.0, -108.0), 0.72));
            haze(pen, (50.0, -20.0), 40.0, 190.0, INK, 0.35);
            pen.line("M-58 -130C-48 -178 -26 -200 -6 -206", Colour(0x00FF_F4DF), 5.0, 0.4);
        });
    }
}

/// A drawstring pouch.
pub fn pouch(pen: &mut Pen, colour: Colour) {
    super::shapes::grounded(pen, (400.0, 520.0), 170.0, 26.0);
    let body = blob(&[
        (352.0, 232.0),
        (300.0, 290.0),
        (236.0, 380.0),
        (228.0, 468.0),
        (300.0, 522.0),
        (400.0, 530.0),
        (502.0, 522.0),
        (572.0, 466.0),
        (562.0, 380.0),
        (500.0, 290.0),
        (448.0, 232.0),
        (400.0, 240.0),
    ]);
    garments::body(pen, &body, colour, Print::Plain, |pen| {
        let creases: Vec<Fold> = [-110.0, -66.0, 66.0, 112.0]
            .iter()
            .map(|shift| Fold { top: (400.0 + shift * 0.3, 240.0), foot: (400.0 + shift, 440.0), wide: 30.0 })
            .collect();
        folds(pen, colour, &creases);
        haze(pen, (560.0, 440.0), 110.0, 150.0, INK, 0.4);
        posy(pen, (396.0, 420.0), 1.0);
    });
    let ruffle = blob(&[
        (350.0, 232.0),
        (322.0, 180.0),
        (332.0, 152.0),
        (364.0, 164.0),
        (384.0, 142.0),
        (408.0, 162.0),
        (436.0, 144.0),
        (452.0, 168.0),
        (478.0, 158.0),
        (476.0, 188.0),
        (450.0, 232.0),
        (400.0, 242.0),
    ]);
    pen.solid(&ruffle, colour.light(6));
    for (x, top) in [(350.0, 176.0), (382.0, 166.0), (416.0, 172.0), (446.0, 178.0)] {
        pen.line(&segment((x, top), (400.0 + (x - 400.0) * 0.6, 228.0)), colour.dark(50), 4.0, 0.5);
    }
    let gold = Colour(0x00E2_B04A);
    pen.line("M350 230Q400 246 450 230", gold.dark(20), 9.0, 1.0);
    pen.line("M446 232C500 236 520 280 540 330M446 234C480 260 486 300 492 350", gold, 5.0, 1.0);
    for (x, y) in [(540.0, 334.0), (492.0, 354.0)] {
        pen.solid(&ellipse((x, y), 8.0, 8.0), Colour(0x00B3_3A2A));
        for step in 0..7 {
            let shift = f64::from(step) * 3.0 - 9.0;
            pen.line(&segment((x + shift * 0.5, y + 6.0), (x + shift, y + 44.0)), Colour(0x00B3_3A2A), 2.6, 1.0);
        }
    }
}
