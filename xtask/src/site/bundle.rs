//! One WebAssembly bundle: compiled, bound to JavaScript, made small, named by its content, and its loader beside it.

use crate::site::{folder, names::Names, stamp};
use crate::steps::{Done, Steps};
use crate::workspace::{self, Profile};
use std::path::{Path, PathBuf};

/// The features that the target already has: Chromium refuses a module made with `--all-features`.
const SMALLER: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];
const WASM_OPT: &str = "node_modules/binaryen/bin/wasm-opt";

pub fn make(steps: &mut Steps, name: &str, profile: Profile, names: &mut Names) -> Done {
    let package = format!("frontend-{name}");
    // Each bundle is a cargo run of its own: in one run their features would be unified and both would carry everything.
    let mut compile = workspace::cargo(&["build", "-p", &package, "--target", "wasm32-unknown-unknown"]);
    if profile == Profile::Release {
        compile.args(["--profile", "wasm-release"]);
    }
    steps.command(&format!("{name}: WebAssembly"), compile)?;

    let made = bind(steps, name, profile)?;
    steps.work(&format!("{name}: names"), || publish(name, &made, names))
}

/// Runs wasm-bindgen, and wasm-opt in a release, unless the module is the one that was bound last. Returns the folder.
fn bind(steps: &mut Steps, name: &str, profile: Profile) -> Done<PathBuf> {
    let kind = match profile {
        Profile::Dev => "debug",
        Profile::Release => "wasm-release",
    };
    let module = workspace::target().join(format!("wasm32-unknown-unknown/{kind}/frontend_{name}.wasm"));
    let made = workspace::site_work().join(kind).join(name);
    let piece = format!("{kind}-{name}");
    let inputs = stamp::of_files(&[module.clone(), workspace::root().join("package-lock.json")])?;
    if stamp::is_current(&piece, &inputs) {
        return Ok(made);
    }
    folder::empty(&made)?;
    let mut bindgen = workspace::cargo(&["run", "--quiet", "-p", "bindgen", "--"]);
    bindgen.arg(&module).arg(&made).arg(name);
    let mut commands = vec![bindgen];
    if profile == Profile::Release {
        let bound = made.join(format!("{name}_bg.wasm"));
        let mut shrink = workspace::node(WASM_OPT, &SMALLER);
        shrink.arg(&bound).arg("-o").arg(&bound);
        commands.push(shrink);
    }
    steps.commands(&format!("{name}: JavaScript glue"), commands)?;
    stamp::set(&piece, &inputs)?;
    Ok(made)
}

fn publish(name: &str, made: &Path, names: &mut Names) -> Done<String> {
    let read = |file: &Path| std::fs::read(file).map_err(|error| format!("{} cannot be read: {error}", file.display()));
    let module = read(&made.join(format!("{name}_bg.wasm")))?;
    let glue = read(&made.join(format!("{name}.js")))?;
    let snippets = made.join("snippets");
    for file in stamp::files_below(&snippets) {
        // The glue imports these by relative path; their folder carries the hash of the crate that they come from.
        let below = file.strip_prefix(made).map_err(|error| error.to_string())?;
        folder::write(&workspace::site().join("pkg").join(below), &read(&file)?)?;
    }
    let module_address = names.publish(&format!("{name}.wasm"), &module)?;
    let glue_address = names.publish(&format!("{name}-glue.js"), &glue)?;

    let folder = workspace::root().join(format!("frontend/{name}"));
    let script = |file: &Path| {
        let text = String::from_utf8(read(file)?).map_err(|_| format!("{} is not text.", file.display()))?;
        Ok::<String, String>(uncommented(&text))
    };
    let mut loader = script(&folder.join("load.js"))?
        .replace(&format!("/pkg/{name}-glue.js"), &glue_address)
        .replace(&format!("/pkg/{name}.wasm"), &module_address);
    for file in scripts_beside(&folder) {
        let Some(logical) = file.file_name().and_then(|logical| logical.to_str()) else { continue };
        let address = names.publish(logical, script(&file)?.as_bytes())?;
        loader = loader.replace(&format!("/pkg/{logical}"), &address);
    }
    names.publish(&format!("{name}.js"), loader.as_bytes())?;
    Ok(format!("{:.1} KB WebAssembly, {:.1} KB glue", kilobytes(&module), kilobytes(&glue)))
}

/// What the loader loads beside the program.
fn scripts_beside(folder: &Path) -> Vec<PathBuf> {
    let mut scripts = stamp::files_below(folder);
    scripts.retain(|file| file.extension().is_some_and(|ending| ending == "js") && !file.ends_with("load.js"));
    scripts
}

fn kilobytes(bytes: &[u8]) -> f64 {
    bytes.len() as f64 / 1000.0
}

/// Comments explain the loader to people; the reader's phone need not fetch them. Whole lines only, so no string is touched.
fn uncommented(source: &str) -> String {
    let kept = source.lines().filter(|line| !line.trim_start().starts_with("//") && !line.trim().is_empty());
    kept.map(|line| format!("{}\n", line.trim_start())).collect()
}

#[cfg(test)]
mod tests {
    use super::uncommented;

    #[test]
    fn only_whole_lines_of_comment_go() {
        assert_eq!(uncommented("// why\nconst a = '//';\n\n  a();\n"), "const a = '//';\na();\n");
    }
}
