//! Outlines as SVG path data: the few curves that scenes are made of.

use super::pen::{Pen, Point};

/// A closed soft outline through the points (Catmull-Rom as Bézier curves).
pub fn blob(points: &[Point]) -> String {
    through(points, true)
}

/// An open soft line through the points.
pub fn curve(points: &[Point]) -> String {
    through(points, false)
}

fn through(points: &[Point], closed: bool) -> String {
    let count = points.len();
    let at = |index: usize| points.get(index % count.max(1)).copied().unwrap_or_default();
    let (x, y) = at(0);
    let mut d = format!("M{x:.1} {y:.1}");
    let spans = if closed { count } else { count.saturating_sub(1) };
    for index in 0..spans {
        let before = if index == 0 && !closed { at(0) } else { at(index + count - 1) };
        let (from, to) = (at(index), at(index + 1));
        let after = if index + 2 >= count && !closed { to } else { at(index + 2) };
        let (ax, ay) = (from.0 + (to.0 - before.0) / 6.0, from.1 + (to.1 - before.1) / 6.0);
        let (bx, by) = (to.0 - (after.0 - from.0) / 6.0, to.1 - (after.1 - from.1) / 6.0);
        d.push_str(&format!("C{ax:.1} {ay:.1} {bx:.1} {by:.1} {:.1} {:.1}", to.0, to.1));
    }
    if closed {
        d.push('Z');
    }
    d
}

/// A closed outline with straight sides.
pub fn polygon(points: &[Point]) -> String {
    let mut d = String::new();
    for (index, (x, y)) in points.iter().enumerate() {
        let verb = if index == 0 { 'M' } else { 'L' };
        d.push_str(&format!("{verb}{x:.1} {y:.1}"));
    }
    d.push('Z');
    d
}

pub fn segment(from: Point, to: Point) -> String {
    format!("M{:.1} {:.1}L{:.1} {:.1}", from.0, from.1, to.0, to.1)
}

/// A line that sags by `sag` in its middle.
pub fn arc(from: Point, to: Point, sag: f64) -> String {
    let (x, y) = ((from.0 + to.0) / 2.0, (from.1 + to.1) / 2.0 + sag * 2.0);
    format!("M{:.1} {:.1}Q{x:.1} {y:.1} {:.1} {:.1}", from.0, from.1, to.0, to.1)
}

pub fn ellipse(centre: Point, across: f64, down: f64) -> String {
    let (x, y) = centre;
    format!(
        "M{:.1} {y:.1}A{across:.1} {down:.1} 0 1 1 {:.1} {y:.1}A{across:.1} {down:.1} 0 1 1 {:.1} {y:.1}Z",
        x - across,
        x + across,
        x - across
    )
}

pub fn rectangle(at: Point, width: f64, height: f64, radius: f64) -> String {
    let (x, y) = at;
    let r = radius.min(width / 2.0).min(height / 2.0);
    let (right, foot) = (x + width, y + height);
    format!(
        "M{:.1} {y:.1}H{:.1}Q{right:.1} {y:.1} {right:.1} {:.1}V{:.1}Q{right:.1} {foot:.1} {:.1} {foot:.1}H{:.1}\
         Q{x:.1} {foot:.1} {x:.1} {:.1}V{:.1}Q{x:.1} {y:.1} {:.1} {y:.1}Z",
        x + r,
        right - r,
        y + r,
        foot - r,
        right - r,
        x + r,
        foot - r,
        y + r,
        x + r
    )
}

/// A ring between two ellipses around one centre (drawn even-odd by opposite direction).
pub fn ring(centre: Point, outer: Point, inner: Point) -> String {
    let (x, y) = centre;
    let hole = format!(
        "M{:.1} {y:.1}A{:.1} {:.1} 0 1 0 {:.1} {y:.1}A{:.1} {:.1} 0 1 0 {:.1} {y:.1}Z",
        x - inner.0,
        inner.0,
        inner.1,
        x + inner.0,
        inner.0,
        inner.1,
        x - inner.0
    );
    format!("{}{hole}", ellipse(centre, outer.0, outer.1))
}

/// A half outline (x measured from the axis) mirrored to a closed soft shape.
pub fn mirrored(axis: f64, half: &[Point]) -> Vec<Point> {
    let right = half.iter().map(|(x, y)| (axis + x, *y));
    let left = half.iter().rev().map(|(x, y)| (axis - x, *y));
    right.chain(left).collect()
}

/// A vessel turned on a wheel: its right profile from lip to foot, closed by soft ellipses at both ends.
/// Ellipses are `flat` times as high as wide.
pub fn turned(axis: f64, profile: &[Point], flat: f64) -> String {
    let (Some(first), Some(last)) = (profile.first(), profile.last()) else {
        return String::new();
    };
    let right: Vec<Point> = profile.iter().map(|(x, y)| (axis + x, *y)).collect();
    let left: Vec<Point> = profile.iter().rev().map(|(x, y)| (axis - x, *y)).collect();
    let down = curve(&right);
    let up = curve(&left).replacen('M', "L", 1);
    format!(
        "{down}A{:.1} {:.1} 0 0 1 {:.1} {:.1}{up}A{:.1} {:.1} 0 0 1 {:.1} {:.1}Z",
        last.0,
        last.0 * flat,
        axis - last.0,
        last.1,
        first.0,
        first.0 * flat,
        axis + first.0,
        first.1
    )
}

/// The upper left and lower right corners of a box around path data with absolute commands. Control points and radii count, so
/// it is never too small.
pub fn extent(d: &str) -> (Point, Point) {
    let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    let mut last = (0.0, 0.0);
    let starts: Vec<usize> = d.char_indices().filter(|(_, sign)| sign.is_ascii_alphabetic()).map(|(at, _)| at).collect();
    for (index, start) in starts.iter().enumerate() {
        let end = starts.get(index + 1).copied().unwrap_or(d.len());
        let (verb, numbers) = d.get(*start..end).unwrap_or("Z").split_at(1);
        let numbers: Vec<f64> = numbers.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let points: Vec<Point> = match (verb, numbers.as_slice()) {
            ("H", [x]) => vec![(*x, last.1)],
            ("V", [y]) => vec![(last.0, *y)],
            ("A", [across, down, .., x, y]) => vec![(x - across, y - down), (x + across, y + down), (*x, *y)],
            (_, pairs) => pairs.chunks_exact(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?))).collect(),
        };
        for (x, y) in points {
            low = (low.0.min(x), low.1.min(y));
            high = (high.0.max(x), high.1.max(y));
            last = (x, y);
        }
    }
    (low, high)
}

/// A point on an ellipse; 0° is to the right, 90° below.
pub fn on_ellipse(centre: Point, across: f64, down: f64, degrees: f64) -> Point {
    let turn = degrees.to_radians();
    (centre.0 + across * turn.cos(), centre.1 + down * turn.sin())
}

impl Pen {
    /// The same points, drawn by a hand that is not a ruler.
    pub fn by_hand(&mut self, points: &[Point], amount: f64) -> Vec<Point> {
        points.iter().map(|(x, y)| (x + self.jitter(amount), y + self.jitter(amount))).collect()
    }

    /// A round thing that is not quite round.
    pub fn lump(&mut self, centre: Point, across: f64, down: f64, rough: f64) -> String {
        let points: Vec<Point> = (0..9)
            .map(|step| {
                let swell = 1.0 + self.jitter(rough);
                on_ellipse(centre, across * swell, down * swell, f64::from(step) * 40.0)
            })
            .collect();
        blob(&points)
    }
}
