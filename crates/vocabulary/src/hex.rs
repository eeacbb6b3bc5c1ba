//! Bytes as text.

/// Bytes in hexadecimal: small letters, two for each.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |hex, byte| hex + &format!("{byte:02x}"))
}

/// The bytes of which [`hex`] made a text; `None` for what is none.
pub fn unhex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_byte_is_two_letters_and_is_read_back() {
        for (bytes, text) in [(vec![0, 9, 0xab, 0xff], "0009abff"), (Vec::new(), "")] {
            assert_eq!(hex(&bytes), text);
            assert_eq!(unhex(text), Some(bytes));
        }
        for wrong in ["0", "0g", "é0", "00é"] {
            assert_eq!(unhex(wrong), None, "{wrong}");
        }
    }
}
