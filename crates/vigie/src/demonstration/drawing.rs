//! The one image of the demonstration, drawn here: whoever comes from the Internet (1) passes through a gateway that gives way
//! (2) to the network of care (3).

/// In pixels.
const WIDTH: i32 = 800;
const HEIGHT: i32 = 300;

type Colour = [u8; 3];

const PAPER: Colour = [247, 249, 252];
const INK: Colour = [29, 42, 68];
const BLUE: Colour = [47, 95, 179];
const SKY: Colour = [200, 214, 235];
const BRICK: Colour = [132, 146, 170];
const RED: Colour = [179, 38, 30];
const WHITE: Colour = [255, 255, 255];

/// In halves of a pixel, so that edges are smooth.
enum Shape {
    /// A disc about a point.
    Disc(i32, i32, i32),
    /// From a corner to another.
    Slab(i32, i32, i32, i32),
    /// The head of an arrow to the right: its tip, and its length.
    Head(i32, i32, i32),
    /// A digit of five by seven dots, about a point.
    Digit(i32, i32, [u8; 7]),
}

const DOT: i32 = 7;
const ONE: [u8; 7] = [0b00100, 0b01100, 0b00100, 0b00100, 0b00100, 0b00100, 0b01110];
const TWO: [u8; 7] = [0b01110, 0b10001, 0b00001, 0b00010, 0b00100, 0b01000, 0b11111];
const THREE: [u8; 7] = [0b11110, 0b00001, 0b00001, 0b01110, 0b00001, 0b00001, 0b11110];

use Shape::{Digit, Disc, Head, Slab};

/// From back to front.
const SCENE: &[(Shape, Colour)] = &[
    // The Internet, a cloud.
    (Disc(190, 330, 90), SKY),
    (Disc(290, 270, 110), SKY),
    (Disc(390, 330, 90), SKY),
    (Slab(190, 330, 390, 420), SKY),
    // Somebody in it.
    (Disc(290, 280, 34), RED),
    (Disc(290, 385, 60), RED),
    (Slab(220, 392, 360, 450), SKY),
    (Slab(190, 391, 390, 420), SKY),
    (Slab(190, 420, 390, 460), PAPER),
    // What they send reaches the gateway.
    (Slab(500, 322, 640, 338), RED),
    (Head(676, 330, 44), RED),
    // The gateway, a wall of bricks with a gap.
    (Slab(690, 130, 850, 530), BRICK),
    (Slab(690, 206, 850, 212), PAPER),
    (Slab(690, 288, 850, 294), PAPER),
    (Slab(690, 366, 850, 372), PAPER),
    (Slab(690, 448, 850, 454), PAPER),
    (Slab(767, 130, 773, 206), PAPER),
    (Slab(727, 212, 733, 288), PAPER),
    (Slab(807, 212, 813, 288), PAPER),
    (Slab(727, 372, 733, 448), PAPER),
    (Slab(807, 372, 813, 448), PAPER),
    (Slab(767, 454, 773, 530), PAPER),
    (Slab(684, 294, 856, 366), PAPER),
    (Slab(690, 322, 990, 338), RED),
    (Head(1026, 330, 44), RED),
    // The network of care: a hospital, and three machines.
    (Slab(1050, 180, 1250, 480), BLUE),
    (Slab(1132, 240, 1168, 420), WHITE),
    (Slab(1060, 312, 1240, 348), WHITE),
    (Slab(1250, 326, 1350, 334), INK),
    (Slab(1346, 200, 1354, 464), INK),
    (Slab(1350, 196, 1400, 204), INK),
    (Slab(1350, 326, 1400, 334), INK),
    (Slab(1350, 456, 1400, 464), INK),
    (Slab(1400, 160, 1520, 236), INK),
    (Slab(1410, 170, 1510, 226), SKY),
    (Slab(1400, 290, 1520, 366), INK),
    (Slab(1410, 300, 1510, 356), SKY),
    (Slab(1400, 420, 1520, 496), INK),
    (Slab(1410, 430, 1510, 486), SKY),
    // Numbers that the text speaks of.
    (Disc(290, 90, 46), INK),
    (Digit(290, 90, ONE), WHITE),
    (Disc(770, 70, 46), INK),
    (Digit(770, 70, TWO), WHITE),
    (Disc(1150, 90, 46), INK),
    (Digit(1150, 90, THREE), WHITE),
];

impl Shape {
    fn holds(&self, x: i32, y: i32) -> bool {
        match *self {
            Disc(cx, cy, radius) => (x - cx).pow(2) + (y - cy).pow(2) <= radius.pow(2),
            Slab(left, top, right, bottom) => (left..right).contains(&x) && (top..bottom).contains(&y),
            Head(tip, middle, length) => {
                x <= tip && x > tip - length && (y - middle).abs() * 4 <= (tip - x) * 3
            }
            Digit(cx, cy, rows) => {
                let (column, row) =
                    ((x - cx + DOT * 5 / 2).div_euclid(DOT), (y - cy + DOT * 7 / 2).div_euclid(DOT));
                let row = usize::try_from(row).ok().and_then(|row| rows.get(row));
                (0..5).contains(&column) && row.is_some_and(|row| row & (0b10000 >> column) != 0)
            }
        }
    }
}

/// What stands at half a pixel.
fn colour(x: i32, y: i32) -> Colour {
    SCENE.iter().rev().find(|(shape, _)| shape.holds(x, y)).map_or(PAPER, |(_, colour)| *colour)
}

/// What stands at a pixel: the mean of its four quarters.
fn pixel(x: i32, y: i32) -> Colour {
    let quarters = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| colour(2 * x + dx, 2 * y + dy));
    let mut sums = [0_u16; 3];
    for quarter in quarters {
        sums.iter_mut().zip(quarter).for_each(|(sum, part)| *sum += u16::from(part));
    }
    sums.map(|sum| u8::try_from(sum / 4).unwrap_or(u8::MAX))
}

/// The image, as a PNG (ISO/IEC 15948) that packs nothing: it is drawn anew before anybody sees it.
pub(super) fn png() -> Vec<u8> {
    let mut rows = Vec::new();
    for y in 0..HEIGHT {
        rows.push(0);
        for x in 0..WIDTH {
            rows.extend(pixel(x, y));
        }
    }
    let size = [WIDTH.to_be_bytes(), HEIGHT.to_be_bytes()].concat();
    let mut png = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut png, *b"IHDR", &[size.as_slice(), &[8, 2, 0, 0, 0]].concat());
    chunk(&mut png, *b"IDAT", &stored(&rows));
    chunk(&mut png, *b"IEND", &[]);
    png
}

fn chunk(png: &mut Vec<u8>, name: [u8; 4], bytes: &[u8]) {
    let body = [name.as_slice(), bytes].concat();
    png.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
    png.extend_from_slice(&body);
    png.extend(crc(&body).to_be_bytes());
}

/// A zlib stream of blocks that are stored as they are (RFC 1950, RFC 1951).
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut stream = vec![0x78, 0x01];
    let blocks = bytes.chunks(usize::from(u16::MAX));
    let last = blocks.len().saturating_sub(1);
    for (n, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).unwrap_or(u16::MAX);
        stream.push(u8::from(n == last));
        stream.extend(length.to_le_bytes());
        stream.extend((!length).to_le_bytes());
        stream.extend_from_slice(block);
    }
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in bytes {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend(((high << 16) | low).to_be_bytes());
    stream
}

fn crc(bytes: &[u8]) -> u32 {
    let mut rest = u32::MAX;
    for byte in bytes {
        rest ^= u32::from(*byte);
        for _ in 0..8 {
            rest = if rest & 1 == 1 { (rest >> 1) ^ 0xedb8_8320 } else { rest >> 1 };
        }
    }
    !rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sums_of_a_png_are_those_of_the_standards() {
        assert_eq!(crc(b"IEND"), 0xae42_6082);
        assert_eq!(stored(b"Wikipedia").get(16..), Some(&0x11e6_0398_u32.to_be_bytes()[..]));
        assert_eq!(png().len(), 8 + 25 + (12 + 2 + 720_300 + 11 * 5 + 4) + 12);
    }
}
