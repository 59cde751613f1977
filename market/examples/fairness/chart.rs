//! The picture: on the left how many new shops have sold something after so many days, on the right how looks are spread over all
//! shops. Colours follow the reader's scheme.

use super::figures::{Figures, share};
use std::fmt::Write;

const WIDTH: f64 = 340.0;
const HEIGHT: f64 = 240.0;
/// The longest wait that is drawn.
const DAYS: f64 = 60.0;

const HEAD: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 840 360" role="img" aria-labelledby="t d" font-family="system-ui, sans-serif" font-size="13">
<title id="t">New shops under two rankings</title>
<desc id="d">Left: the share of new shops that have made their first sale, by days since they entered. Right: how looks are spread over all shops; the straight line is alike for everybody.</desc>
<style>
  svg { background: #fbf7ee; color: #22201c }
  text { fill: currentColor } .axis { stroke: #8a8375; fill: none } .even { stroke: #8a8375; stroke-dasharray: 3 4; fill: none }
  .ours { stroke: #2f6b3a; fill: none; stroke-width: 2.5 } .popular { stroke: #b3261e; fill: none; stroke-width: 2.5; stroke-dasharray: 8 4 }
  @media (prefers-color-scheme: dark) {
    svg { background: #171512; color: #f1ebdd } .axis, .even { stroke: #9a9282 } .ours { stroke: #8fd3a0 } .popular { stroke: #ff9284 }
  }
</style>
"##;

pub fn draw(popular: &Figures, ours: &Figures) -> String {
    let mut svg = String::from(HEAD);
    let add = |svg: &mut String, line: &str| writeln!(svg, "{line}").expect("text can be written");
    add(&mut svg, &frame(60.0, "New shops that have sold something", "days since they entered", ["0", "30", "60"]));
    add(&mut svg, &frame(460.0, "Looks, summed from the least seen shop on", "shops", ["0", "50 %", "100 %"]));
    for (class, figures) in [("popular", popular), ("ours", ours)] {
        add(&mut svg, &line(class, 60.0, &waits(figures)));
        add(&mut svg, &line(class, 460.0, &lorenz(figures)));
    }
    add(&mut svg, &line("even", 460.0, &[(0.0, 0.0), (1.0, 1.0)]));
    for (x, class, name) in [(60.0, "ours", "this market's ranking, 2 of 24 places rotate"), (460.0, "popular", "popularity")] {
        let (end, text) = (x + 36.0, x + 44.0);
        add(&mut svg, &format!(r#"<path class="{class}" d="M{x} 340H{end}"/><text x="{text}" y="344">{name}</text>"#));
    }
    svg.push_str("</svg>\n");
    svg
}

fn frame(left: f64, title: &str, below: &str, ticks: [&str; 3]) -> String {
    let (right, middle) = (left + WIDTH, left + WIDTH / 2.0);
    let mut text = format!(
        r#"<text x="{left}" y="24" font-weight="600">{title}</text><path class="axis" d="M{left} 40V280H{right}"/><text x="{middle}" y="316" text-anchor="middle">{below}</text>"#
    );
    for (tick, at) in ticks.iter().zip([left, middle, right]) {
        write!(text, r#"<text x="{at}" y="298" text-anchor="middle">{tick}</text>"#).expect("text can be written");
    }
    for (word, y) in [("100 %", 46.0), ("50 %", 164.0), ("0", 284.0)] {
        let x = left - 6.0;
        write!(text, r#"<text x="{x}" y="{y}" text-anchor="end">{word}</text>"#).expect("text can be written");
    }
    text
}

/// A line through points from 0 to 1.
fn line(class: &str, left: f64, points: &[(f64, f64)]) -> String {
    let place = |(x, y): &(f64, f64)| format!("{:.1} {:.1}", left + x * WIDTH, 280.0 - y * HEIGHT);
    let points: Vec<String> = points.iter().map(place).collect();
    format!(r#"<path class="{class}" d="M{}"/>"#, points.join("L"))
}

fn waits(figures: &Figures) -> Vec<(f64, f64)> {
    let halves = (0_u32..=120).map(|half| f64::from(half) / 2.0);
    halves.map(|days| (days / DAYS, figures.sold_after(days))).collect()
}

fn lorenz(figures: &Figures) -> Vec<(f64, f64)> {
    let all: f64 = figures.looks.iter().sum();
    let count = figures.looks.len();
    let upto = |hundredth: usize| {
        let shops = count * hundredth / 100;
        (share(shops, count), figures.looks[..shops].iter().sum::<f64>() / all)
    };
    (0..=100).map(upto).collect()
}
