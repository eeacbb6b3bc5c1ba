//! What has grown long: a file over 400 lines or a function over 60 is a question to answer,
//! not a rule, so this lists and never fails.

use std::path::Path;

use crate::{Outcome, read, sources};

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// Prints every long file and function under `crates`, `benches` and `xtask`.
pub fn report(root: &Path) -> Outcome {
    let (mut files, mut questions) = (0, 0);
    for folder in ["crates", "benches", "xtask"].map(|name| root.join(name)) {
        if !folder.is_dir() {
            continue;
        }
        for path in sources(&folder)? {
            files += 1;
            let text = read(&path)?;
            let shown = path.strip_prefix(root).unwrap_or(&path).display();
            let length = text.lines().count();
            if length > FILE_LINES {
                questions += 1;
                println!("sizes: {shown} has {length} lines");
            }
            for (line, name, length) in long_functions(&text) {
                questions += 1;
                println!("sizes: {shown}:{line} fn {name} has {length} lines");
            }
        }
    }
    println!("sizes: {files} files, {questions} to think about");
    Ok(())
}

/// `(line, name, length)` of every function that is too long. The sources are formatted, so a
/// function ends at the first brace with the indentation of its first line.
fn long_functions(text: &str) -> Vec<(usize, String, usize)> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found = Vec::new();
    for (start, line) in lines.iter().enumerate() {
        let Some(name) = function_name(line) else { continue };
        let end = format!("{}}}", indentation(line));
        let length = lines.iter().skip(start).take_while(|line| **line != end).count() + 1;
        if length > FUNCTION_LINES {
            found.push((start + 1, name.to_owned(), length));
        }
    }
    found
}

fn indentation(line: &str) -> &str {
    line.strip_suffix(line.trim_start()).unwrap_or_default()
}

fn function_name(line: &str) -> Option<&str> {
    let (before, after) = line.split_once("fn ")?;
    // One-line bodies and signatures without a body cannot be long.
    let qualifiers = ["", "pub", "pub(crate)", "pub(super)", "async", "const"];
    let declared = before.split_whitespace().all(|word| qualifiers.contains(&word));
    let opens = !line.ends_with([';', '}']);
    (declared && opens).then(|| after.split(['(', '<']).next().unwrap_or(after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_long_functions_are_listed() {
        let body = "        let x = 1;\n".repeat(FUNCTION_LINES);
        let text = format!(
            "impl A {{\n    pub async fn long<T>(self) {{\n{body}    }}\n\n    fn short() {{\n        1\n    }}\n}}\n"
        );
        assert_eq!(long_functions(&text), [(2, "long".to_owned(), FUNCTION_LINES + 2)]);
    }
}
