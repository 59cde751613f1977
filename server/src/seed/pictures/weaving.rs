//! What is woven of split bamboo.

use super::curves::{arc, blob, curve, ellipse, on_ellipse, rectangle, ring, segment, turned};
use super::pen::{Colour, Pen, Point};
use super::shapes::{BAMBOO, INK, Weave, grounded, haze, steam, woven};

/// A round basket with a handle over it.
pub fn basket(pen: &mut Pen, colour: Colour, tall: f64) {
    let rim = 512.0 - tall;
    grounded(pen, (400.0, 512.0), 180.0, 30.0);
    let back = curve(&[(212.0, rim), (236.0, rim - 130.0), (400.0, rim - 190.0), (564.0, rim - 130.0), (588.0, rim)]);
    pen.line(&back, colour.dark(48), 26.0, 1.0);
    pen.line(&back, colour.dark(6), 19.0, 1.0);
    pen.placed((-2.0, -5.0), 0.0, 1.0, |pen| pen.line(&back, colour.light(48), 4.0, 0.8));
    pen.solid(&ellipse((400.0, rim), 206.0, 58.0), colour.dark(60));
    let body = turned(400.0, &[(206.0, rim + 4.0), (204.0, rim + tall * 0.4), (176.0, 496.0), (160.0, 514.0)], 0.18);
    let front = format!("M194 {:.0}A206 58 0 0 0 606 {:.0}V620H194Z", rim + 2.0, rim + 2.0);
    pen.within(&front, |pen| {
        woven(pen, &body, (186.0, rim - 16.0), (428.0, tall + 48.0), &Weave { colour, rows: 11, columns: 18, sag: -26.0 });
    });
    hoop(pen, (400.0, rim + 2.0), 206.0, 58.0, colour);
    for x in [212.0, 588.0] {
        for turn in 0..4 {
            let y = rim - 14.0 + f64::from(turn) * 9.0;
            pen.line(&segment((x - 15.0, y + 4.0), (x + 15.0, y - 3.0)), colour.dark(45), 6.0, 1.0);
            pen.line(&segment((x - 14.0, y + 3.0), (x + 14.0, y - 4.0)), colour.light(20), 3.5, 1.0);
        }
    }
}

/// The near half of a rim, wrapped.
fn hoop(pen: &mut Pen, centre: Point, across: f64, down: f64, colour: Colour) {
    let (x, y) = centre;
    let line = format!("M{:.1} {y:.1}A{across} {down} 0 0 0 {:.1} {y:.1}", x - across, x + across);
    pen.line(&line, colour.dark(46), 22.0, 1.0);
    pen.line(&line, colour.light(4), 16.0, 1.0);
    pen.placed((-1.0, -4.0), 0.0, 1.0, |pen| pen.line(&line, colour.light(50), 4.0, 0.8));
    for tie in 1..16 {
        let (px, py) = on_ellipse(centre, across, down, f64::from(tie) * 11.25);
        pen.line(&segment((px - 4.0, py - 9.0), (px + 3.0, py + 9.0)), colour.dark(50), 3.5, 0.8);
    }
}

/// The tall basket that is carried on the back.
pub fn back_basket(pen: &mut Pen, colour: Colour) {
    grounded(pen, (400.0, 540.0), 120.0, 24.0);
    pen.solid(&ellipse((400.0, 130.0), 178.0, 44.0), colour.dark(60));
    let body = turned(400.0, &[(178.0, 132.0), (160.0, 230.0), (118.0, 350.0), (112.0, 420.0), (126.0, 536.0)], 0.16);
    let front = "M222 132A178 44 0 0 0 578 132V620H222Z";
    pen.within(front, |pen| {
        woven(pen, &body, (214.0, 104.0), (372.0, 470.0), &Weave { colour, rows: 24, columns: 18, sag: -24.0 });
    });
    hoop(pen, (400.0, 132.0), 178.0, 44.0, colour);
    let waist = "M282 392A112 22 0 0 0 518 392";
    pen.line(waist, colour.dark(46), 14.0, 1.0);
    pen.line(waist, colour.light(16), 9.0, 1.0);
    for (from, to, bend) in [(300.0, 318.0, -66.0), (500.0, 482.0, 66.0)] {
        let strap = curve(&[(from, 172.0), (from + bend, 270.0), (from + bend * 0.9, 390.0), (to, 470.0)]);
        pen.placed((8.0, 10.0), 0.0, 1.0, |pen| pen.line(&strap, INK, 22.0, 0.25));
        pen.line(&strap, Colour(0x0027_3F73), 22.0, 1.0);
        pen.line(&strap, Colour(0x00E8_E2D2), 3.0, 0.8);
    }
}

/// Three sieves and trays leaning together against the wall.
pub fn trays(pen: &mut Pen, colour: Colour) {
    for (x, y, size, tone) in
        [(310.0, 270.0, 178.0, colour.dark(10)), (506.0, 326.0, 150.0, colour), (350.0, 420.0, 106.0, colour.light(10))]
    {
        let disc = ellipse((x, y), size, size);
        pen.shadow(&disc, (20.0, 16.0), 11.0, 0.42);
        pen.solid(&disc, tone.dark(30));
        pen.within(&disc, |pen| {
            let mut step = -size;
            while step < size {
                pen.line(&segment((x + step, y - size), (x + step, y + size)), tone.light(12), 11.0, 0.9);
                step += 17.0;
            }
            step = -size;
            let mut odd = 0.0;
            while step < size {
                let mut from = -size + odd;
                while from < size {
                    pen.line(&segment((x + from, y + step), (x + from + 15.0, y + step)), tone.dark(12), 10.0, 0.95);
                    from += 34.0;
                }
                odd = 17.0 - odd;
                step += 16.0;
            }
        });
        let shade = pen.around((0.36, 0.32), 0.7, &[(0.0, Colour(0x00FF_F4DF), 0.22), (0.6, INK, 0.0), (1.0, INK, 0.42)]);
        pen.paint(&disc, &shade);
        pen.solid(&ring((x, y), (size + 6.0, size + 6.0), (size - 12.0, size - 12.0)), tone);
        pen.line(&ellipse((x, y), size - 2.0, size - 2.0), tone.light(48), 3.0, 0.7);
        for tie in 0..18 {
            let degrees = f64::from(tie) * 20.0;
            let (out, inn) = (
                on_ellipse((x, y), size + 6.0, size + 6.0, degrees),
                on_ellipse((x, y), size - 13.0, size - 13.0, degrees + 3.0),
            );
            pen.line(&segment(out, inn), tone.dark(50), 4.0, 0.75);
        }
    }
}

/// Two stacked steamers with their lid ajar.
pub fn steamer(pen: &mut Pen, colour: Colour) {
    grounded(pen, (400.0, 514.0), 208.0, 30.0);
    for (foot, wide) in [(512.0, 206.0), (418.0, 204.0)] {
        let side = turned(400.0, &[(wide, foot - 92.0), (wide, foot - 46.0), (wide, foot)], 0.17);
        pen.solid(&side, colour);
        pen.within(&side, |pen| {
            for step in 0..9 {
                let y = foot - 96.0 + f64::from(step) * 14.0;
                pen.line(&arc((400.0 - wide, y), (400.0 + wide, y), wide * 0.165), colour.dark(32), 1.8, 0.3);
            }
            haze(pen, (590.0, foot - 30.0), 150.0, 110.0, INK, 0.5);
            haze(pen, (270.0, foot - 30.0), 60.0, 70.0, Colour(0x00FF_F4DF), 0.4);
        });
        for y in [foot - 84.0, foot - 8.0] {
            let band = arc((400.0 - wide, y), (400.0 + wide, y), wide * 0.165);
            pen.line(&band, colour.dark(48), 17.0, 1.0);
            pen.line(&band, colour.light(10), 12.0, 1.0);
        }
    }
    pen.solid(&ellipse((400.0, 326.0), 208.0, 36.0), colour.dark(52));
    steam(pen, (560.0, 310.0), 200.0);
    let lid = turned(384.0, &[(60.0, 226.0), (140.0, 244.0), (196.0, 276.0), (206.0, 300.0)], 0.17);
    pen.placed((0.0, -4.0), -3.0, 1.0, |pen| {
        pen.shadow(&lid, (6.0, 14.0), 7.0, 0.4);
        woven(pen, &lid, (176.0, 204.0), (416.0, 120.0), &Weave { colour: colour.light(6), rows: 7, columns: 26, sag: -26.0 });
        let rim = arc((178.0, 300.0), (590.0, 300.0), 17.0);
        pen.line(&rim, colour.dark(46), 20.0, 1.0);
        pen.line(&rim, colour.light(10), 14.0, 1.0);
        pen.line(&curve(&[(352.0, 226.0), (366.0, 196.0), (402.0, 196.0), (416.0, 226.0)]), colour.dark(30), 11.0, 1.0);
    });
}

/// A woven fan with a long handle.
pub fn fan(pen: &mut Pen, colour: Colour, edge: Colour) {
    pen.placed((400.0, 300.0), 24.0, 1.0, |pen| {
        let blade = blob(&[
            (0.0, -236.0),
            (110.0, -216.0),
            (176.0, -120.0),
            (150.0, -10.0),
            (60.0, 70.0),
            (0.0, 92.0),
            (-60.0, 70.0),
            (-150.0, -10.0),
            (-176.0, -120.0),
            (-110.0, -216.0),
        ]);
        let handle = rectangle((-10.0, -60.0), 20.0, 320.0, 9.0);
        pen.shadow(&blade, (18.0, 20.0), 10.0, 0.4);
        pen.shadow(&handle, (14.0, 14.0), 7.0, 0.3);
        woven(pen, &blade, (-182.0, -240.0), (364.0, 330.0), &Weave { colour, rows: 16, columns: 16, sag: 0.0 });
        pen.line(&blade, edge.dark(30), 17.0, 1.0);
        pen.line(&blade, edge, 12.0, 1.0);
        pen.solid(&handle, BAMBOO.dark(12));
        pen.line("M-5 -50V250", BAMBOO.light(50), 3.0, 0.7);
        for y in [66.0, 78.0, 90.0, 102.0] {
            pen.line(&segment((-13.0, y), (13.0, y + 3.0)), edge, 8.0, 1.0);
        }
    });
}
