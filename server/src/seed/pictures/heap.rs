//! Many small things in a tray, a bowl, a basket, a plate, a sack, or on a sheet of paper.

use super::curves::{arc, blob, curve, ellipse, on_ellipse, polygon, rectangle, ring, segment, turned};
use super::pen::{Colour, Pen, Point};
use super::pieces;
pub use super::pieces::Piece;
use super::shapes::{BAMBOO, INK, PORCELAIN, Weave, bowl, grounded, haze, leaf, plate, tray, woven};

/// What holds the heap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Vessel {
    Tray,
    Bowl(Colour),
    Basket,
    Plate,
    Sack,
    Paper,
}

/// The opening that the heap rises from: its centre, its half axes, and how high the heap is.
struct Opening {
    centre: Point,
    across: f64,
    down: f64,
    high: f64,
    /// How far towards the front it goes, in half axes: 1 for heaps that lie, more where a near lip cuts the heap off.
    front: f64,
}

pub fn draw(pen: &mut Pen, vessel: Vessel, piece: Piece, colour: Colour) {
    match vessel {
        Vessel::Tray => {
            tray(pen, (400.0, 342.0), 270.0, 170.0, BAMBOO);
            fill(pen, &Opening { centre: (400.0, 345.0), across: 214.0, down: 126.0, high: 46.0, front: 0.96 }, piece, colour);
        }
        Vessel::Bowl(glaze) => {
            bowl(pen, (400.0, 330.0), 218.0, 168.0, glaze);
            let opening = Opening { centre: (400.0, 328.0), across: 200.0, down: 64.0, high: 78.0, front: 1.3 };
            inside(pen, (330.0, 218.0), 64.0, |pen| fill(pen, &opening, piece, colour));
            bowl_front(pen, glaze);
        }
        Vessel::Basket => {
            basket(pen);
            let opening = Opening { centre: (400.0, 320.0), across: 206.0, down: 66.0, high: 66.0, front: 1.3 };
            inside(pen, (318.0, 214.0), 66.0, |pen| fill(pen, &opening, piece, colour));
            basket_front(pen);
        }
        Vessel::Plate => {
            plate(pen, (400.0, 362.0), 262.0, 150.0, PORCELAIN);
            pen.line(&ellipse((400.0, 362.0), 246.0, 139.0), Colour(0x0034_5A8C), 3.0, 0.7);
            fill(pen, &Opening { centre: (400.0, 362.0), across: 178.0, down: 92.0, high: 52.0, front: 0.96 }, piece, colour);
            if piece == Piece::Fish {
                chilies(pen);
            }
            leaf(pen, (566.0, 402.0), 24.0, 74.0, Colour(0x005B_8A3A));
            leaf(pen, (558.0, 410.0), 58.0, 60.0, Colour(0x005B_8A3A));
        }
        Vessel::Sack => {
            sack(pen);
            let opening = Opening { centre: (400.0, 268.0), across: 164.0, down: 54.0, high: 44.0, front: 1.3 };
            inside(pen, (268.0, 170.0), 54.0, |pen| fill(pen, &opening, piece, colour));
            sack_front(pen);
        }
        Vessel::Paper => {
            sheet(pen);
            fill(pen, &Opening { centre: (400.0, 322.0), across: 196.0, down: 138.0, high: 30.0, front: 0.96 }, piece, colour);
        }
    }
    strays(pen, vessel, piece, colour);
}

/// Clips to what rises above the near lip of a vessel whose opening has its middle at 400 and this height.
fn inside(pen: &mut Pen, lip: Point, down: f64, draw: impl FnOnce(&mut Pen)) {
    let (y, across) = lip;
    let (left, right) = (400.0 - across, 400.0 + across);
    let clip = format!("M{left:.1} {y:.1}H100V0H700V{y:.1}H{right:.1}A{across:.1} {down:.1} 0 0 1 {left:.1} {y:.1}Z");
    pen.within(&clip, draw);
}

/// Pieces from the back to the front, higher in the middle.
fn fill(pen: &mut Pen, opening: &Opening, piece: Piece, colour: Colour) {
    let Opening { centre: (x, y), across, down, high, front } = *opening;
    let dome = blob(&[
        (x - across, y),
        (x - across * 0.6, y - high * 0.62),
        (x, y - high),
        (x + across * 0.6, y - high * 0.62),
        (x + across, y),
        (x + across * 0.6, y + down * 0.74),
        (x, y + down * 0.94),
        (x - across * 0.6, y + down * 0.74),
    ]);
    pen.shadow(&dome, (12.0, 10.0), 9.0, 0.42);
    pen.solid(&dome, piece.between(colour));
    let (step_x, step_y) = piece.spacing();
    let mut depth = -0.92 - high / down * 0.25;
    while depth <= front {
        let half = (1.0 - (depth * 0.88 / front).powi(2)).max(0.02).sqrt() * 0.97;
        let mut side = -half + pen.between(0.0, step_x / across);
        while side <= half {
            let lift = high * (1.0 - side * side - depth * depth * 0.8).max(0.0);
            let at = (x + across * side + pen.jitter(step_x * 0.2), y + down * depth - lift + pen.jitter(step_y * 0.3));
            pieces::draw(pen, piece, at, colour);
            side += step_x / across;
        }
        depth += step_y / down;
    }
    haze(pen, (x + across * 0.72, y + down * 0.5), across * 0.62, down * 0.9, INK, 0.30);
    haze(pen, (x - across * 0.35, y - high * 0.5), across * 0.6, down * 0.7, Colour(0x00FF_F4DF), 0.22);
}

/// Red chilies over fried fish.
fn chilies(pen: &mut Pen) {
    for (x, y) in [
        (290.0, 356.0),
        (342.0, 312.0),
        (372.0, 384.0),
        (424.0, 300.0),
        (446.0, 356.0),
        (492.0, 330.0),
        (506.0, 392.0),
        (330.0, 408.0),
        (420.0, 424.0),
    ] {
        let turn = pen.between(0.0, 360.0);
        pen.placed((x, y), turn, 0.62, |pen| pieces::chili(pen, Colour(0x00BE_2A1C)));
    }
}

/// A few pieces that fell beside it: nothing in a kitchen is exact.
fn strays(pen: &mut Pen, vessel: Vessel, piece: Piece, colour: Colour) {
    let spots: &[Point] = match vessel {
        Vessel::Plate => &[],
        Vessel::Tray | Vessel::Paper => &[(176.0, 520.0), (230.0, 546.0), (610.0, 540.0)],
        Vessel::Bowl(_) | Vessel::Basket | Vessel::Sack => &[(176.0, 508.0), (222.0, 534.0), (626.0, 530.0), (586.0, 552.0)],
    };
    for (x, y) in spots {
        if pen.chance(0.25) {
            continue;
        }
        let at = (x + pen.jitter(30.0), y + pen.jitter(10.0));
        let (across, _) = piece.spacing();
        haze(pen, (at.0 + 5.0, at.1 + 3.0 + across * 0.1), 8.0 + across * 0.5, 5.0 + across * 0.22, INK, 0.5);
        pieces::draw(pen, piece, at, colour);
    }
}

/// The bowl's near lip again, over the heap's foot.
fn bowl_front(pen: &mut Pen, glaze: Colour) {
    let lip = "M184 331A216 73 0 0 0 616 331";
    pen.line(lip, glaze.dark(20), 9.0, 1.0);
    pen.line(lip, glaze.light(60), 4.0, 1.0);
}

fn basket(pen: &mut Pen) {
    grounded(pen, (400.0, 512.0), 178.0, 30.0);
    let body = turned(400.0, &[(214.0, 320.0), (212.0, 400.0), (176.0, 500.0), (160.0, 514.0)], 0.18);
    woven(pen, &body, (182.0, 306.0), (436.0, 230.0), &Weave { colour: BAMBOO, rows: 12, columns: 20, sag: -26.0 });
    pen.solid(&ellipse((400.0, 318.0), 214.0, 66.0), BAMBOO.dark(52));
}

fn basket_front(pen: &mut Pen) {
    let rim = "M186 318A214 66 0 0 0 614 318";
    pen.line(rim, BAMBOO.dark(45), 22.0, 1.0);
    pen.line(rim, BAMBOO, 16.0, 1.0);
    pen.placed((0.0, -4.0), 0.0, 1.0, |pen| pen.line(rim, BAMBOO.light(50), 4.0, 0.8));
    for tie in 0..17 {
        let (x, y) = on_ellipse((400.0, 318.0), 214.0, 66.0, 6.0 + f64::from(tie) * 10.5);
        pen.line(&segment((x - 4.0, y - 9.0), (x + 4.0, y + 9.0)), BAMBOO.dark(52), 3.5, 0.8);
    }
}

fn sack(pen: &mut Pen) {
    let cloth = Colour(0x00D8_C7A2);
    grounded(pen, (400.0, 520.0), 206.0, 30.0);
    let body = blob(&[
        (238.0, 268.0),
        (226.0, 360.0),
        (196.0, 460.0),
        (226.0, 528.0),
        (400.0, 540.0),
        (578.0, 526.0),
        (604.0, 456.0),
        (574.0, 358.0),
        (562.0, 268.0),
        (400.0, 226.0),
    ]);
    pen.solid(&body, cloth);
    pen.within(&body, |pen| {
        for step in 0..52 {
            let at = f64::from(step) * 9.0 + 170.0;
            pen.line(&arc((at, 250.0), (at + (at - 400.0) * 0.12, 548.0), 0.0), cloth.dark(40), 1.2, 0.22);
            pen.line(&arc((170.0, at + 70.0), (640.0, at + 70.0), 9.0), cloth.dark(40), 1.2, 0.20);
        }
        for (x, lean) in [(268.0, -22.0), (352.0, -8.0), (470.0, 12.0), (540.0, 26.0)] {
            let fold = curve(&[(x, 300.0), (x + lean * 0.4, 380.0), (x + lean, 500.0)]);
            pen.blurred(5.0, |pen| pen.line(&fold, INK, 10.0, 0.26));
        }
        haze(pen, (580.0, 430.0), 130.0, 190.0, INK, 0.42);
    });
    pen.solid(&ellipse((400.0, 268.0), 166.0, 52.0), cloth.dark(48));
    let rim = ring((400.0, 268.0), (172.0, 56.0), (160.0, 47.0));
    pen.within(&rectangle((200.0, 200.0), 400.0, 66.0, 0.0), |pen| pen.solid(&rim, cloth));
}

fn sack_front(pen: &mut Pen) {
    let cloth = Colour(0x00D8_C7A2);
    let roll =
        curve(&[(234.0, 262.0), (262.0, 298.0), (330.0, 318.0), (400.0, 324.0), (472.0, 318.0), (540.0, 297.0), (566.0, 262.0)]);
    pen.blurred(4.0, |pen| pen.placed((5.0, 12.0), 0.0, 1.0, |pen| pen.line(&roll, INK, 26.0, 0.35)));
    pen.line(&roll, cloth.dark(30), 34.0, 1.0);
    pen.line(&roll, cloth.light(8), 27.0, 1.0);
    pen.placed((-2.0, -6.0), 0.0, 1.0, |pen| pen.line(&roll, cloth.light(45), 8.0, 0.8));
}

/// An opened sheet of brown wrapping paper, with the creases of its folds.
fn sheet(pen: &mut Pen) {
    let kraft = Colour(0x00DD_C59A);
    let corners = [(112.0, 118.0), (672.0, 84.0), (704.0, 528.0), (136.0, 556.0)];
    let outline = polygon(&corners);
    pen.shadow(&outline, (9.0, 12.0), 9.0, 0.42);
    pen.solid(&outline, kraft);
    pen.within(&outline, |pen| {
        pen.wash("M112 118L672 84L690 300L124 330Z", kraft.light(60), 0.30);
        pen.wash("M300 80L480 70L520 560L318 570Z", kraft.dark(30), 0.12);
        for (from, to) in [((124.0, 330.0), (690.0, 300.0)), ((300.0, 90.0), (318.0, 570.0)), ((480.0, 80.0), (520.0, 560.0))] {
            pen.line(&arc(from, to, 0.5), kraft.dark(45), 2.0, 0.45);
            pen.placed((2.0, 3.0), 0.0, 1.0, |pen| pen.line(&arc(from, to, 0.5), kraft.light(70), 2.0, 0.6));
        }
    });
}
