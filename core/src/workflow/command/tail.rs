//! The last lines that a program wrote.

use std::io::Read;

/// How much is kept, in bytes.
const KEPT: usize = 4 * 1024;

/// The end of what was written so far.
#[derive(Debug, Default)]
pub(super) struct Tail {
    bytes: Vec<u8>,
    cut: bool,
}

impl Tail {
    fn push(&mut self, more: &[u8]) {
        self.bytes.extend_from_slice(more);
        if self.bytes.len() > KEPT {
            self.bytes.drain(..self.bytes.len() - KEPT);
            self.cut = true;
        }
    }

    /// The whole lines of it, as text for people.
    pub(super) fn text(&self) -> String {
        let mut bytes = &self.bytes[..];
        if self.cut
            && let Some(line) = bytes.iter().position(|byte| *byte == b'\n').filter(|end| end + 1 < bytes.len())
        {
            bytes = &bytes[line + 1..];
        }
        // Escape sequences must not reach the terminal of whoever reads the message.
        let text = String::from_utf8_lossy(bytes);
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect::<String>().trim().to_owned()
    }
}

/// Reads to the end, and tells every piece to `keep`.
pub(super) fn drain(mut from: impl Read, mut keep: impl FnMut(&dyn Fn(&mut Tail))) {
    let mut buffer = [0; 8 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => keep(&|tail| tail.push(&buffer[..length])),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_whole_lines_are_kept() {
        let mut tail = Tail::default();
        assert_eq!(tail.text(), "");
        for n in 0..10_000 {
            tail.push(format!("line {n}\n").as_bytes());
        }
        let text = tail.text();
        assert!(text.len() <= KEPT && text.starts_with("line 9") && text.ends_with("line 9999"), "{text}");
    }

    #[test]
    fn bytes_that_are_no_text_do_not_matter() {
        let mut tail = Tail::default();
        tail.push(b"\x1b[31mred\x1b[0m \xff\xfe \xc3");
        assert_eq!(tail.text(), "[31mred[0m \u{fffd}\u{fffd} \u{fffd}");
        let mut one_line = Tail::default();
        one_line.push(&[b'x'; 3 * KEPT]);
        assert_eq!(one_line.text().len(), KEPT);
    }
}
