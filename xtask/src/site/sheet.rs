//! One style sheet a bundle, through the Tailwind command line, minified.

use crate::site::{names::Names, stamp};
use crate::steps::{Done, Steps};
use crate::workspace;

const TAILWIND: &str = "node_modules/@tailwindcss/cli/dist/index.mjs";
/// Tailwind keeps the classes that these folders mention.
const READ_FOR_CLASSES: [&str; 4] = ["style", "app", "server/src", "market/src"];

pub fn make(steps: &mut Steps, name: &str, names: &mut Names) -> Done {
    let root = workspace::root();
    let source = root.join(format!("style/{name}.css"));
    if !source.is_file() {
        return Ok(());
    }
    let made = workspace::site_work().join(format!("{name}.css"));
    let mut inputs = vec![root.join("package-lock.json")];
    inputs.extend(READ_FOR_CLASSES.iter().flat_map(|folder| stamp::files_below(&root.join(folder))));
    let inputs = stamp::of_files(&inputs)?;
    let piece = format!("sheet-{name}");
    if !(made.is_file() && stamp::is_current(&piece, &inputs)) {
        let mut sheet = workspace::node(TAILWIND, &["--minify", "-i"]);
        sheet.arg(&source).arg("-o").arg(&made);
        steps.command(&format!("{name}: style sheet"), sheet)?;
        stamp::set(&piece, &inputs)?;
    }
    let bytes = std::fs::read(&made).map_err(|error| format!("{} cannot be read: {error}", made.display()))?;
    names.publish(&format!("{name}.css"), &bytes).map(drop)
}
