//! Where the goods come from: villages, terraces, groves. Painted flat, in layers of mist.

use super::curves::{blob, curve, ellipse, rectangle, segment};
use super::pen::{Colour, HEIGHT, Pen, Point, WIDTH};
use super::shapes::{INK, haze};

/// The hour of the day, as it colours a landscape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hour {
    Morning,
    Noon,
    Dusk,
}

struct Air {
    sky: Colour,
    low: Colour,
    far: Colour,
    near: Colour,
}

fn air(hour: Hour) -> Air {
    match hour {
        Hour::Morning => {
            Air { sky: Colour(0x00DC_E4DE), low: Colour(0x00F8_EBD2), far: Colour(0x00A9_BDBB), near: Colour(0x003F_6455) }
        }
        Hour::Noon => {
            Air { sky: Colour(0x00CF_E0E2), low: Colour(0x00F4_F0DD), far: Colour(0x009C_B8A8), near: Colour(0x004E_7A44) }
        }
        Hour::Dusk => {
            Air { sky: Colour(0x00E8_C9A4), low: Colour(0x00F9_E3BC), far: Colour(0x00C2_A694), near: Colour(0x004A_4A44) }
        }
    }
}

/// Sky, sun and mountains one behind the other, down to `foot`.
fn mountains(pen: &mut Pen, hour: Hour, foot: f64, rows: u32) {
    let tones = air(hour);
    let page = rectangle((0.0, 0.0), WIDTH, HEIGHT, 0.0);
    let sky = pen.across((0.0, 0.0), (0.1, 1.0), &[(0.0, tones.sky, 1.0), (0.62, tones.low, 1.0), (1.0, tones.low, 1.0)]);
    pen.paint(&page, &sky);
    haze(pen, (210.0, 120.0), 190.0, 170.0, Colour(0x00FF_F8E4), 0.9);
    pen.wash(&ellipse((210.0, 118.0), 34.0, 34.0), Colour(0x00E2_6A4A), if hour == Hour::Noon { 0.0 } else { 0.75 });
    for row in 0..rows {
        let share = f64::from(row) / f64::from(rows.max(2) - 1);
        let base = 150.0 + (foot - 150.0) * share;
        let high = 120.0 - 40.0 * share;
        let mut points = vec![(-60.0, HEIGHT + 60.0), (-60.0, base)];
        let mut x = -20.0;
        while x < WIDTH + 60.0 {
            let peak = if pen.chance(0.45) { high } else { high * 0.35 };
            points.push((x, base - peak * pen.between(0.5, 1.0)));
            x += pen.between(70.0, 130.0);
        }
        points.push((WIDTH + 80.0, base));
        points.push((WIDTH + 80.0, HEIGHT + 60.0));
        let ridge = blob(&points);
        let tone = tones.far.mix(tones.near, row * 100 / rows.max(1));
        let stops = [(0.0, tone, 1.0), (0.3, tone.mix(tones.low, 40), 1.0), (0.62, tones.low, 0.95), (1.0, tones.low, 0.9)];
        let paint = pen.across((0.0, 0.0), (0.0, 1.0), &stops);
        pen.paint(&ridge, &paint);
    }
}

/// Houses on stilts above a river, as at Fenghuang.
pub fn village(pen: &mut Pen, hour: Hour) {
    mountains(pen, hour, 330.0, 4);
    let tones = air(hour);
    let bank = curve(&[(-10.0, 392.0), (200.0, 380.0), (420.0, 394.0), (810.0, 376.0)]);
    pen.flat(&format!("{bank}L810 470L-10 470Z"), tones.near.mix(Colour(0x006B_5A42), 40));
    trees(pen, 372.0, 15, tones.near);
    let water = rectangle((-10.0, 456.0), 820.0, 150.0, 0.0);
    let paint = pen.across(
        (0.0, 0.0),
        (0.0, 1.0),
        &[(0.0, tones.near.mix(tones.low, 45), 1.0), (1.0, tones.far.mix(tones.low, 30), 1.0)],
    );
    pen.paint(&water, &paint);
    let mut x = 84.0;
    for index in 0..6 {
        let wide = pen.between(92.0, 122.0);
        let roof = 262.0 + pen.jitter(22.0) + if index % 2 == 0 { 22.0 } else { 0.0 };
        house(pen, (x, roof), wide, 458.0);
        x += wide + 4.0;
    }
    for step in 0..26 {
        let (x, y) = (pen.between(-40.0, 760.0), 466.0 + f64::from(step) * 5.2);
        let long = pen.between(30.0, 160.0);
        let tone = if pen.chance(0.6) { tones.low } else { tones.near };
        pen.line(&segment((x, y), (x + long, y)), tone, 2.6, 0.34);
    }
    boat(pen, (262.0, 528.0));
}

/// One house: a tiled roof that turns up at its ends, a gallery, stilts, a lantern.
fn house(pen: &mut Pen, roof: Point, wide: f64, foot: f64) {
    let (x, y) = roof;
    let wood = if pen.chance(0.5) { Colour(0x0084_5A3C) } else { Colour(0x006E_4A34) };
    for stilt in 0..4 {
        let at = x + 8.0 + f64::from(stilt) * (wide - 16.0) / 3.0;
        pen.line(&segment((at, foot - 84.0), (at, foot + 8.0)), wood.dark(40), 6.0, 1.0);
        pen.line(&segment((at, foot + 8.0), (at, foot + 40.0)), wood.dark(30), 5.0, 0.25);
    }
    let walls = rectangle((x + 3.0, y + 26.0), wide - 6.0, foot - y - 96.0, 0.0);
    pen.solid(&walls, wood);
    let middle = y + 26.0 + (foot - y - 96.0) * 0.52;
    let (count, step) = (3, (wide - 18.0) / 3.0);
    for window in 0..count {
        let at = x + 10.0 + f64::from(window) * step;
        for top in [y + 38.0, middle + 12.0] {
            let lit = pen.chance(0.4);
            let pane = rectangle((at, top), step - 8.0, 26.0, 1.0);
            pen.flat(&pane, if lit { Colour(0x00F3_C878) } else { wood.dark(52) });
            pen.line(&segment((at + (step - 8.0) / 2.0, top), (at + (step - 8.0) / 2.0, top + 26.0)), wood.dark(60), 2.0, 0.8);
        }
    }
    pen.flat(&rectangle((x - 2.0, middle), wide + 4.0, 6.0, 0.0), wood.dark(35));
    pen.flat(&rectangle((x - 3.0, foot - 78.0), wide + 6.0, 10.0, 0.0), wood.dark(45));
    for rail in 0..12 {
        let at = x + f64::from(rail) * wide / 11.0;
        pen.line(&segment((at, foot - 96.0), (at, foot - 76.0)), wood.light(20), 2.0, 0.9);
    }
    pen.line(&segment((x - 2.0, foot - 96.0), (x + wide + 2.0, foot - 96.0)), wood.light(24), 3.0, 1.0);
    let tiles = format!(
        "M{:.0} {:.0}C{:.0} {:.0} {:.0} {y:.0} {:.0} {y:.0}H{:.0}C{:.0} {y:.0} {:.0} {:.0} {:.0} {:.0}Z",
        x - 16.0,
        y + 26.0,
        x + 2.0,
        y + 28.0,
        x + 10.0,
        x + 20.0,
        x + wide - 20.0,
        x + wide - 10.0,
        x + wide - 2.0,
        y + 28.0,
        x + wide + 16.0,
        y + 26.0
    );
    pen.solid(&tiles, Colour(0x0055_5754));
    pen.within(&tiles, |pen| {
        for row in 0..24 {
            let at = x - 14.0 + f64::from(row) * (wide + 28.0) / 23.0;
            pen.line(&segment((at * 0.92 + (x + wide / 2.0) * 0.08, y), (at, y + 28.0)), Colour(0x0030_3230), 1.8, 0.55);
        }
    });
    pen.line(&segment((x + 18.0, y), (x + wide - 18.0, y)), Colour(0x003A_3C3A), 5.0, 1.0);
    if pen.chance(0.7) {
        pen.solid(&ellipse((x + wide - 14.0, foot - 56.0), 8.0, 9.5), Colour(0x00C2_3326));
    }
}

fn trees(pen: &mut Pen, y: f64, count: u32, colour: Colour) {
    for index in 0..count {
        let x = f64::from(index) * WIDTH / f64::from(count) + pen.jitter(24.0);
        let (wide, high) = (pen.between(24.0, 52.0), pen.between(26.0, 54.0));
        let lift = y + pen.jitter(12.0);
        let crown = pen.lump((x, lift), wide, high, 0.12);
        let tone = if pen.chance(0.5) { colour.light(12) } else { colour };
        pen.solid(&crown, tone);
    }
}

fn boat(pen: &mut Pen, at: Point) {
    pen.placed(at, 0.0, 1.0, |pen| {
        haze(pen, (6.0, 18.0), 110.0, 12.0, INK, 0.5);
        pen.solid("M-100 -6C-60 12 60 12 104 -10C84 20 -76 24 -100 -6Z", Colour(0x005A_3E2C));
        pen.line("M-96 -5C-58 12 58 12 100 -9", Colour(0x00A9_7748), 3.0, 0.9);
        pen.solid("M-34 4C-34 -30 34 -30 36 4C14 10 -14 10 -34 4Z", Colour(0x0096_7A4A));
        pen.line("M-22 5C-20 -22 22 -22 24 5M-8 7C-6 -22 8 -22 10 7", Colour(0x0060_4A2A), 2.0, 0.6);
        pen.line("M64 -2V-40M86 -88L58 36", INK, 3.4, 1.0);
        pen.solid("M50 -2C52 -36 60 -42 66 -42C74 -42 80 -30 80 -3Z", Colour(0x0027_3F73));
        pen.solid("M44 -42C54 -60 76 -60 86 -42Z", Colour(0x00C9_A35E));
    });
}

/// Rows of tea bushes along the hillside.
pub fn terraces(pen: &mut Pen, hour: Hour) {
    mountains(pen, hour, 280.0, 4);
    let tones = air(hour);
    let green = Colour(0x006E_9448).mix(tones.near, 26);
    for row in 0..9 {
        let share = f64::from(row) / 8.0;
        let y = 296.0 + share * share * 270.0 + share * 20.0;
        let thick = 20.0 + share * 56.0;
        let mut points = Vec::new();
        let mut x = -80.0;
        while x < WIDTH + 100.0 {
            let wave = (x / 210.0 + share * 2.4).sin() * (18.0 + share * 22.0);
            points.push((x, y + wave + pen.jitter(2.0 + share * 4.0)));
            x += 34.0;
        }
        let line = curve(&points);
        pen.placed((0.0, thick * 0.55), 0.0, 1.0, |pen| {
            pen.line(&line, Colour(0x008A_6E4A).mix(tones.near, 30), thick * 0.6, 1.0)
        });
        pen.line(&line, green.dark(34), thick, 1.0);
        pen.placed((0.0, -thick * 0.14), 0.0, 1.0, |pen| pen.line(&line, green, thick * 0.66, 1.0));
        pen.placed((0.0, -thick * 0.32), 0.0, 1.0, |pen| pen.line(&line, green.light(26), thick * 0.24, 0.9));
        for (px, py) in &points {
            let (dx, dy) = (pen.jitter(15.0), pen.jitter(thick * 0.3));
            let tuft = pen.lump((px + dx, py + dy - thick * 0.1), 8.0 + thick * 0.12, 4.0 + thick * 0.08, 0.2);
            let tone = if pen.chance(0.5) { green.light(34) } else { green.dark(20) };
            pen.wash(&tuft, tone, 0.6);
        }
    }
    picker(pen, (536.0, 420.0));
    picker(pen, (300.0, 366.0));
}

/// Somebody under a straw hat, with a basket on the back.
fn picker(pen: &mut Pen, at: Point) {
    let size = (at.1 - 250.0) / 170.0;
    pen.placed(at, 0.0, size, |pen| {
        pen.solid("M-24 40C-30 -10 -18 -30 2 -32C22 -30 32 -4 28 40Z", Colour(0x0027_3F73));
        pen.solid("M-36 -10C-40 20 -34 36 -14 38L-10 -12Z", Colour(0x00C9_9A4E));
        pen.line("M-36 2Q-24 8 -12 2M-36 16Q-24 22 -12 16", Colour(0x0080_5E2C), 2.0, 0.8);
        pen.line("M20 -14C36 0 42 14 48 26", Colour(0x0027_3F73), 11.0, 1.0);
        pen.flat(&ellipse((4.0, -40.0), 14.0, 15.0), Colour(0x00D9_A87C));
        pen.solid("M-30 -42C-18 -62 -4 -70 4 -70C14 -70 28 -60 40 -42C20 -34 -12 -34 -30 -42Z", Colour(0x00E2_C282));
        pen.line("M-28 -42C-8 -36 18 -36 38 -42", Colour(0x0096_7640), 2.4, 0.8);
    });
}

/// Bamboo stems in the light.
pub fn grove(pen: &mut Pen, hour: Hour) {
    let tones = air(hour);
    let page = rectangle((0.0, 0.0), WIDTH, HEIGHT, 0.0);
    let back = pen.around(
        (0.3, 0.2),
        1.0,
        &[(0.0, Colour(0x00FB_F3D2), 1.0), (0.5, tones.far.mix(Colour(0x00C8_D49A), 60), 1.0), (1.0, tones.near.light(12), 1.0)],
    );
    pen.paint(&page, &back);
    for depth in 0..3 {
        let share = f64::from(depth) / 2.0;
        let tone = Colour(0x00A9_BC7A).mix(Colour(0x005E_8038), depth * 50);
        let count = 7 - depth * 2;
        for stem in 0..count {
            let x = (f64::from(stem) + 0.5) * WIDTH / f64::from(count) + pen.jitter(30.0);
            let (thick, lean) = (9.0 + share * 21.0, pen.jitter(22.0));
            let line = segment((x, -20.0), (x + lean, 620.0));
            pen.line(&line, tone.dark(40), thick, 0.5 + share * 0.5);
            pen.line(&line, tone, thick * 0.8, 0.5 + share * 0.5);
            pen.placed((-thick * 0.2, 0.0), 0.0, 1.0, |pen| pen.line(&line, tone.light(50), thick * 0.2, 0.7));
            let mut y = pen.between(0.0, 90.0);
            while y < HEIGHT {
                let at = x + lean * (y + 20.0) / 640.0;
                pen.line(&segment((at - thick * 0.5, y), (at + thick * 0.5, y)), tone.dark(52), 3.2, 0.5 + share * 0.4);
                pen.line(&segment((at - thick * 0.42, y + 4.0), (at + thick * 0.4, y + 4.0)), tone.light(60), 2.2, 0.6);
                if pen.chance(0.34) {
                    spray(pen, (at, y), tone.dark(10), 0.6 + share * 0.7);
                }
                y += 84.0 + share * 46.0;
            }
        }
        haze(pen, (250.0, 480.0), 520.0, 150.0, Colour(0x00FB_F3D2), 0.34 - share * 0.2);
    }
}

fn spray(pen: &mut Pen, at: Point, colour: Colour, size: f64) {
    let side = if pen.chance(0.5) { 0.0 } else { 120.0 };
    for leaf in 0..6 {
        let turn = side - 40.0 + f64::from(leaf) * 22.0 + pen.jitter(8.0);
        let long = pen.between(40.0, 74.0);
        pen.placed(at, turn, size, |pen| {
            let shape = format!("M0 0Q{:.0} -9 {long:.0} 4Q{:.0} 10 0 0Z", long * 0.4, long * 0.4);
            pen.solid(&shape, colour);
        });
    }
}
