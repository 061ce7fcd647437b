//! Writes the Kotlin and Ruby sources of the boundary: `uniffi-bindgen LIBRARY FOLDER`, from this crate's folder.

use std::env;

use camino::Utf8PathBuf;
use uniffi::{GenerateOptions, TargetLanguage, generate};

fn main() {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [library, folder] = arguments.as_slice() else {
        panic!("uniffi-bindgen LIBRARY FOLDER");
    };
    let options = GenerateOptions {
        languages: vec![TargetLanguage::Kotlin, TargetLanguage::Ruby],
        source: Utf8PathBuf::from(library),
        out_dir: Utf8PathBuf::from(folder),
        config_override: Some(Utf8PathBuf::from("bindgen.toml")),
        ..GenerateOptions::default()
    };
    if let Err(error) = generate(options) {
        panic!("{error:?}");
    }
}
