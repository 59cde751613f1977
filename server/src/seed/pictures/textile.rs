//! Cloth that is not a garment: lengths, bolts, scarves, stacks.

use super::curves::{arc, blob, curve, ellipse, polygon, rectangle};
use super::garments::{self, Fold, folds};
use super::pen::{Colour, Pen};
use super::prints::{self, Print};
use super::shapes::{BAMBOO, INK, WOOD, haze, pole};

/// A length of cloth hung over a bamboo pole, as dyers dry it.
pub fn hung_length(pen: &mut Pen, colour: Colour, print: Print) {
    let back = "M270 70L596 70L606 392L286 404Z";
    pen.shadow(back, (22.0, 18.0), 11.0, 0.32);
    pen.solid(back, colour.dark(36));
    let front = "M170 72C260 64 430 64 520 72C526 200 522 380 534 524C450 544 260 540 158 528C168 380 164 200 170 72Z";
    pen.shadow(front, (24.0, 18.0), 12.0, 0.38);
    pen.solid(front, colour);
    pen.within(front, |pen| {
        prints::over(pen, print, colour);
        let all: Vec<Fold> = [(210.0, -8.0), (262.0, 4.0), (326.0, -6.0), (392.0, 10.0), (454.0, 4.0), (500.0, 8.0)]
            .iter()
            .map(|(x, lean)| Fold { top: (*x, 74.0), foot: (x + lean, 536.0), wide: 46.0 })
            .collect();
        folds(pen, colour, &all);
        haze(pen, (516.0, 360.0), 90.0, 300.0, INK, 0.3);
        let hem = curve(&[(160.0, 512.0), (260.0, 524.0), (400.0, 528.0), (534.0, 508.0)]);
        pen.line(&hem, colour.light(70), 4.0, 0.6);
    });
    pole(pen, 66.0, 26.0, BAMBOO.dark(12));
    let over = "M170 60C260 46 430 46 520 60L520 88C430 74 260 74 170 88Z";
    pen.solid(over, colour.light(14));
    pen.within(over, |pen| prints::over(pen, print, colour));
    pen.line("M286 52C300 46 560 46 594 56", colour.dark(20), 12.0, 0.9);
}

/// Bolts of cloth lying on each other.
pub fn bolts(pen: &mut Pen, tones: [Colour; 3], print: Print) {
    haze(pen, (420.0, 520.0), 300.0, 40.0, INK, 0.5);
    for (index, (x, y)) in [(120.0, 404.0), (158.0, 296.0), (136.0, 188.0)].iter().enumerate() {
        let colour = tones.get(index).copied().unwrap_or(INK);
        let body = rectangle((*x, *y), 500.0, 112.0, 50.0);
        pen.shadow(&body, (6.0, 12.0), 8.0, 0.45);
        pen.solid(&body, colour);
        pen.within(&body, |pen| {
            if index != 1 {
                pen.squeezed((0.0, y - 120.0), 1.0, 0.6, |pen| prints::over(pen, print, colour));
            }
            let stops =
                [(0.0, Colour(0x00FF_F4DF), 0.10), (0.25, Colour(0x00FF_F4DF), 0.34), (0.55, colour, 0.0), (1.0, INK, 0.55)];
            let round = pen.across((0.0, 0.0), (0.05, 1.0), &stops);
            pen.paint(&body, &round);
            pen.line(&arc((x + 60.0, y + 94.0), (x + 480.0, y + 90.0), 3.0), colour.dark(60), 3.0, 0.5);
        });
        let end = ellipse((x + 478.0, y + 56.0), 36.0, 54.0);
        pen.solid(&end, colour.dark(12));
        for turn in 1..6 {
            let share = f64::from(turn) / 6.0;
            pen.line(&ellipse((x + 478.0, y + 56.0), 36.0 * share, 54.0 * share), colour.light(40), 2.2, 0.55);
        }
        pen.solid(&ellipse((x + 478.0, y + 56.0), 9.0, 13.0), WOOD);
    }
}

/// A scarf thrown over a peg.
pub fn scarf(pen: &mut Pen, colour: Colour, print: Print) {
    let board = rectangle((-10.0, 44.0), 820.0, 38.0, 3.0);
    pen.shadow(&board, (6.0, 12.0), 6.0, 0.28);
    pen.solid(&board, WOOD.light(12));
    for (x, lean, foot, tone) in [(436.0, 34.0, 470.0, colour.dark(16)), (366.0, -26.0, 520.0, colour)] {
        let (left, right) = (x - 62.0, x + 62.0);
        let shape = blob(&[
            (392.0, 86.0),
            (414.0, 88.0),
            (right - 10.0, 190.0),
            (right + lean * 0.4 + 12.0, foot * 0.66),
            (right + lean + 8.0, foot),
            (left + lean - 8.0, foot + 6.0),
            (left + lean * 0.4 - 12.0, foot * 0.66),
            (left + 12.0, 190.0),
        ]);
        for step in 0..17 {
            let at = left + lean + 2.0 + f64::from(step) * 7.4;
            let sway = pen.jitter(5.0);
            pen.line(&arc((at, foot - 6.0), (at + sway, foot + 42.0), 2.0), tone.dark(12), 3.6, 1.0);
        }
        garments::body(pen, &shape, tone, print, |pen| {
            let creases: Vec<Fold> = [-40.0, -14.0, 14.0, 42.0]
                .iter()
                .map(|shift| Fold { top: (400.0 + shift * 0.2, 92.0), foot: (x + lean + shift, foot), wide: 32.0 })
                .collect();
            folds(pen, tone, &creases);
        });
    }
    pen.shadow(&rectangle((388.0, 54.0), 26.0, 34.0, 12.0), (6.0, 9.0), 4.0, 0.4);
    let loop_over =
        blob(&[(366.0, 92.0), (382.0, 66.0), (404.0, 58.0), (428.0, 68.0), (440.0, 94.0), (424.0, 118.0), (382.0, 118.0)]);
    pen.solid(&loop_over, colour.light(10));
    pen.line("M380 112C384 90 396 80 404 78C414 80 424 92 428 112", colour.dark(46), 4.0, 0.5);
    pen.solid(&rectangle((392.0, 46.0), 20.0, 26.0, 10.0), WOOD.dark(18));
}

/// A folded stack of cloth, tied.
pub fn folded(pen: &mut Pen, tones: [Colour; 3], print: Print) {
    haze(pen, (420.0, 512.0), 290.0, 36.0, INK, 0.55);
    for (index, y) in [430.0, 358.0, 286.0].iter().enumerate() {
        let colour = tones.get(index).copied().unwrap_or(INK);
        let inset = f64::from(u8::try_from(index).unwrap_or(0)) * 10.0;
        let (left, right) = (150.0 + inset, 652.0 - inset);
        let body = format!(
            "M{left:.0} {:.0}Q{left:.0} {y:.0} {:.0} {y:.0}Q400 {:.0} {:.0} {y:.0}Q{right:.0} {y:.0} {right:.0} {:.0}\
             Q{:.0} {:.0} {right:.0} {:.0}Q400 {:.0} {:.0} {:.0}Q{left:.0} {:.0} {left:.0} {:.0}Z",
            y + 30.0,
            left + 22.0,
            y - 8.0,
            right - 26.0,
            y + 34.0,
            right + 8.0,
            y + 58.0,
            y + 78.0,
            y + 90.0,
            left + 20.0,
            y + 80.0,
            y + 80.0,
            y + 54.0
        );
        pen.shadow(&body, (6.0, 9.0), 7.0, 0.42);
        pen.solid(&body, colour);
        pen.line(&curve(&[(640.0 - inset, y + 26.0), (300.0, y + 34.0), (158.0 + inset, y + 28.0)]), colour.dark(50), 3.0, 0.5);
        pen.line(&curve(&[(640.0 - inset, y + 56.0), (300.0, y + 62.0), (158.0 + inset, y + 56.0)]), colour.dark(50), 3.0, 0.5);
        haze(pen, (290.0, y + 12.0), 130.0, 12.0, Colour(0x00FF_F4DF), 0.35);
    }
    let top_tone = tones.get(2).copied().unwrap_or(INK);
    let top = polygon(&[(178.0, 296.0), (240.0, 190.0), (570.0, 190.0), (628.0, 296.0)]);
    pen.solid(&top, top_tone.light(8));
    pen.within(&top, |pen| pen.squeezed((0.0, 110.0), 1.0, 0.52, |pen| prints::over(pen, print, top_tone)));
    pen.line("M180 296C260 304 540 304 628 296", top_tone.light(48), 3.0, 0.7);
    haze(pen, (560.0, 260.0), 120.0, 60.0, INK, 0.28);
}
