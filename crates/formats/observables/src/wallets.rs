//! Wallets, by their check digits: a word that only looks like one is none.

use sha2::{Digest as _, Sha256};
use sha3::Keccak256;

use crate::{Kind, Observable};

/// Digits of base 58.
const DIGITS: &[u8; 58] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// The wallet that a word is.
pub(crate) fn wallet(word: &str) -> Option<Observable> {
    match word.len() {
        14..=90 if word.get(..3).is_some_and(|prefix| prefix.eq_ignore_ascii_case("bc1")) => segwit(word),
        42 if word.starts_with("0x") => ethereum(word),
        26..=35 if word.starts_with(['1', '3']) => bitcoin(word),
        95 | 106 if word.starts_with(['4', '8']) => monero(word),
        _ => None,
    }
}

fn segwit(word: &str) -> Option<Observable> {
    let (prefix, _, _) = bech32::segwit::decode(word).ok()?;
    (prefix == bech32::hrp::BC).then(|| Observable::new(Kind::Bitcoin, word.to_ascii_lowercase()))
}

/// Base58Check: 25 bytes, whose last four are the beginning of a double SHA-256 of the others.
fn bitcoin(word: &str) -> Option<Observable> {
    let bytes: [u8; 25] = base58(word)?;
    let (body, check) = bytes.split_at(21);
    let print = Sha256::digest(Sha256::digest(body));
    let known = matches!(body.first(), Some(0 | 5));
    (known && print.get(..4) == Some(check)).then(|| Observable::new(Kind::Bitcoin, word))
}

/// EIP-55: capital letters are the check, where there are both.
fn ethereum(word: &str) -> Option<Observable> {
    let digits = word.get(2..)?;
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) || is_monotonous(digits) {
        return None;
    }
    let lower = digits.to_ascii_lowercase();
    let mixed =
        digits.bytes().any(|b| b.is_ascii_lowercase()) && digits.bytes().any(|b| b.is_ascii_uppercase());
    if mixed {
        let print = Keccak256::digest(&lower);
        let nibbles = print.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        if !digits.bytes().zip(nibbles).all(|(b, n)| b.is_ascii_digit() || b.is_ascii_uppercase() == (n >= 8))
        {
            return None;
        }
    }
    Some(Observable::new(Kind::Ethereum, format!("0x{lower}")))
}

/// Monero's base 58 goes by blocks of eleven digits for eight bytes; the last seven are five bytes. The check is the
/// beginning of a Keccak-256.
fn monero(word: &str) -> Option<Observable> {
    let mut bytes = Vec::with_capacity(77);
    for block in word.as_bytes().chunks(11) {
        let block = std::str::from_utf8(block).ok()?;
        match block.len() {
            11 => bytes.extend(base58::<8>(block)?),
            7 => bytes.extend(base58::<5>(block)?),
            _ => return None,
        }
    }
    let (body, check) = bytes.split_at_checked(bytes.len().checked_sub(4)?)?;
    let known = matches!((body.first(), word.len()), (Some(18 | 42), 95) | (Some(19), 106));
    (known && Keccak256::digest(body).get(..4) == Some(check)).then(|| Observable::new(Kind::Monero, word))
}

/// A number in base 58, as that many bytes; `None` when it is none, or greater.
fn base58<const N: usize>(digits: &str) -> Option<[u8; N]> {
    let mut bytes = [0_u8; N];
    for digit in digits.bytes() {
        let mut carry = DIGITS.iter().position(|known| *known == digit)?;
        for byte in bytes.iter_mut().rev() {
            carry += usize::from(*byte) * 58;
            *byte = u8::try_from(carry & 255).ok()?;
            carry >>= 8;
        }
        if carry > 0 {
            return None;
        }
    }
    Some(bytes)
}

/// A print or an address made of hardly any different digits is an example, not a trace.
pub(crate) fn is_monotonous(digits: &str) -> bool {
    let seen = digits.bytes().fold(0_u128, |seen, byte| seen | 1 << (byte & 127));
    seen.count_ones() < 4
}
