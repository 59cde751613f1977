//! What stands behind and under the goods: walls, tables, cloths, seen from the front or from above.

use super::curves::{arc, curve, polygon, rectangle, segment};
use super::pen::{Colour, HEIGHT, Pen, WIDTH};
use super::shapes::{INK, grain, haze};

/// Where a scene is set. `Wall` and `Hearth` are for goods that hang, `Table` for goods that stand,
/// `Linen`, `Planks` and `Paper` are seen from above.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    Wall(Colour),
    Hearth,
    Table { wall: Colour, top: Colour },
    Window { wall: Colour, top: Colour },
    Linen(Colour),
    Planks(Colour),
    Paper(Colour),
}

/// Where a table begins: goods stand below this line.
pub const TABLE: f64 = 392.0;

pub fn draw(pen: &mut Pen, setting: Setting) {
    match setting {
        Setting::Wall(colour) => {
            plaster(pen, colour, HEIGHT);
            leaves(pen, 0.10);
        }
        Setting::Hearth => hearth(pen),
        Setting::Table { wall, top } => {
            plaster(pen, wall, TABLE + 4.0);
            leaves(pen, 0.07);
            table(pen, top);
        }
        Setting::Window { wall, top } => {
            plaster(pen, wall, TABLE + 4.0);
            lattice(pen);
            table(pen, top);
        }
        Setting::Linen(colour) => linen(pen, colour),
        Setting::Planks(colour) => planks(pen, colour),
        Setting::Paper(colour) => paper(pen, colour),
    }
}

fn plaster(pen: &mut Pen, colour: Colour, foot: f64) {
    let page = rectangle((0.0, 0.0), WIDTH, foot, 0.0);
    let stops = [(0.0, colour.light(38), 1.0), (0.5, colour, 1.0), (1.0, colour.dark(16), 1.0)];
    let paint = pen.around((0.22, 0.08), 1.15, &stops);
    pen.paint(&page, &paint);
    pen.within(&page, |pen| {
        for _ in 0..16 {
            let (x, y) = (pen.between(-100.0, 700.0), pen.between(0.0, foot));
            let (long, sag, wide) = (pen.between(160.0, 420.0), pen.jitter(9.0), pen.between(10.0, 34.0));
            let tone = if pen.chance(0.6) { colour.light(45) } else { colour.dark(20) };
            pen.line(&arc((x, y), (x + long, y + sag), sag), tone, wide, 0.07);
        }
    });
}

/// The shadow of a bamboo twig outside the picture, in the upper right.
fn leaves(pen: &mut Pen, strength: f64) {
    pen.blurred(5.0, |pen| {
        for _ in 0..3 {
            let (x, y) = (pen.between(600.0, 800.0), pen.between(-20.0, 40.0));
            let (dx, dy) = (pen.between(-150.0, -40.0), pen.between(90.0, 190.0));
            pen.line(&arc((x, y), (x + dx, y + dy), 8.0), INK, 3.0, strength);
            for step in 0..7 {
                let share = f64::from(step) / 7.0;
                let (turn, long) = (pen.between(70.0, 160.0), pen.between(46.0, 84.0));
                pen.placed((x + dx * share, y + dy * share), turn, 1.0, |pen| {
                    let leaf = format!("M0 0Q{:.1} -9 {long:.1} 0Q{:.1} 9 0 0Z", long * 0.4, long * 0.4);
                    pen.wash(&leaf, INK, strength * 1.2);
                });
            }
        }
    });
}

/// Light through a paper window with a wooden lattice, falling on the wall.
fn lattice(pen: &mut Pen) {
    let glow = Colour(0x00FF_F3D2);
    pen.blurred(2.5, |pen| {
        for column in 0..4 {
            for row in 0..4 {
                let (x, y) = (330.0 + f64::from(column) * 92.0, 24.0 + f64::from(row) * 84.0 + f64::from(column) * 20.0);
                let pane = polygon(&[(x, y), (x + 80.0, y + 17.0), (x + 62.0, y + 90.0), (x - 18.0, y + 73.0)]);
                pen.wash(&pane, glow, 0.34 - f64::from(row) * 0.03);
            }
        }
    });
}

fn table(pen: &mut Pen, top: Colour) {
    let board = rectangle((0.0, TABLE), WIDTH, HEIGHT - TABLE, 0.0);
    let paint = pen.across((0.0, 0.0), (0.35, 1.0), &[(0.0, top.light(26), 1.0), (0.5, top, 1.0), (1.0, top.dark(24), 1.0)]);
    pen.paint(&board, &paint);
    pen.within(&board, |pen| grain(pen, (0.0, TABLE), (WIDTH, HEIGHT - TABLE), top, 26));
    pen.line(&segment((0.0, TABLE), (WIDTH, TABLE)), top.light(55), 3.0, 0.7);
    haze(pen, (400.0, TABLE - 6.0), 520.0, 12.0, INK, 0.10);
}

/// The smoke-dark boards above a kitchen fire.
fn hearth(pen: &mut Pen) {
    let wood = Colour(0x0055_3B2B);
    let mut x = -20.0;
    while x < WIDTH {
        let width = pen.between(84.0, 128.0);
        let tone = if pen.chance(0.5) { wood.dark(12) } else { wood.light(6) };
        let board = rectangle((x, 0.0), width - 3.0, HEIGHT, 0.0);
        pen.flat(&board, tone);
        pen.within(&board, |pen| {
            for _ in 0..7 {
                let (from, lean) = (x + pen.between(4.0, width - 4.0), pen.jitter(9.0));
                let line = curve(&[(from, -10.0), (from + lean, 200.0), (from - lean, 400.0), (from, 610.0)]);
                pen.line(&line, wood.dark(45), 2.0, 0.35);
            }
        });
        pen.flat(&rectangle((x + width - 3.0, 0.0), 3.0, HEIGHT, 0.0), wood.dark(70));
        x += width;
    }
    let page = rectangle((0.0, 0.0), WIDTH, HEIGHT, 0.0);
    let light = pen.around(
        (0.2, 0.12),
        0.9,
        &[(0.0, Colour(0x00FF_D79A), 0.42), (0.45, Colour(0x00E0_9A5A), 0.12), (1.0, Colour(0x0012_0A08), 0.55)],
    );
    pen.paint(&page, &light);
    haze(pen, (230.0, 160.0), 330.0, 90.0, Colour(0x00FF_EAC8), 0.10);
    haze(pen, (560.0, 330.0), 300.0, 60.0, Colour(0x00FF_EAC8), 0.07);
}

fn linen(pen: &mut Pen, colour: Colour) {
    ground(pen, colour);
    for step in 0..34 {
        let across = f64::from(step) * 24.0 + pen.jitter(4.0);
        pen.line(&segment((across, 0.0), (across, HEIGHT)), colour.light(50), 1.8, 0.14);
        if step < 26 {
            pen.line(&segment((0.0, across), (WIDTH, across)), colour.dark(40), 1.8, 0.08);
        }
    }
    let folds: Vec<String> = (0..3)
        .map(|_| {
            let (x, lean) = (pen.between(0.0, 800.0), pen.between(60.0, 220.0));
            curve(&[(x, -20.0), (x - lean * 0.4, 220.0), (x - lean, 620.0)])
        })
        .collect();
    pen.blurred(8.0, |pen| {
        for fold in &folds {
            pen.line(fold, colour.dark(60), 20.0, 0.20);
            pen.placed((-17.0, 0.0), 0.0, 1.0, |pen| pen.line(fold, colour.light(70), 12.0, 0.30));
        }
    });
}

fn planks(pen: &mut Pen, colour: Colour) {
    let mut y = -30.0;
    while y < HEIGHT {
        let height = pen.between(104.0, 146.0);
        let tone = if pen.chance(0.5) { colour.dark(7) } else { colour.light(7) };
        let board = rectangle((0.0, y), WIDTH, height - 2.0, 0.0);
        let paint = pen.across((0.0, 0.0), (1.0, 0.3), &[(0.0, tone.light(18), 1.0), (1.0, tone.dark(16), 1.0)]);
        pen.paint(&board, &paint);
        pen.within(&board, |pen| grain(pen, (0.0, y), (WIDTH, height), colour, 9));
        pen.flat(&rectangle((0.0, y + height - 3.0), WIDTH, 3.0, 0.0), colour.dark(58));
        y += height;
    }
}

fn paper(pen: &mut Pen, colour: Colour) {
    ground(pen, colour);
    for _ in 0..46 {
        let (x, y) = (pen.between(0.0, WIDTH), pen.between(0.0, HEIGHT));
        let (dx, dy, sag) = (pen.jitter(34.0), pen.jitter(20.0), pen.jitter(9.0));
        let tone = if pen.chance(0.5) { colour.light(80) } else { colour.dark(30) };
        pen.line(&arc((x, y), (x + dx, y + dy), sag), tone, 1.3, 0.30);
    }
}

fn ground(pen: &mut Pen, colour: Colour) {
    let page = rectangle((0.0, 0.0), WIDTH, HEIGHT, 0.0);
    let stops = [(0.0, colour.light(30), 1.0), (0.55, colour, 1.0), (1.0, colour.dark(15), 1.0)];
    let paint = pen.around((0.25, 0.15), 1.05, &stops);
    pen.paint(&page, &paint);
}
