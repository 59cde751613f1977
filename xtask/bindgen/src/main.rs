//! `bindgen INPUT.wasm OUT_FOLDER NAME`: what `wasm-bindgen --target web --no-typescript` does, from the library, so that a fresh
//! machine need not spend minutes on installing the command of exactly the right version.

use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, folder, name] = arguments.as_slice() else {
        eprintln!("bindgen wants three words: the module, the folder to write to, the name to write.");
        return ExitCode::FAILURE;
    };
    match generate(input, folder, name) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("bindgen: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn generate(input: &str, folder: &str, name: &str) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name(name).typescript(false);
    let bindgen = bindgen.web(true).map_err(|error| error.to_string())?;
    bindgen.generate(folder).map_err(|error| format!("{error:?}"))
}
