//! Images of people, and of people who mean harm, as they come out. Made here, each byte of them known.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::{
    io::{Cursor, Write as _},
    path::Path,
    process::{Command, Output, Stdio},
};

use documents::{Limits, Typesetter};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage, RgbaImage};
use pictures::{Format, Header, KEPT_SIDE};
use vocabulary::{Problem, Refused};

/// What stands in what is to disappear.
const SECRET: &[u8] = b"48.8566N-2.3522E-SECRET";

fn redraw(given: &[u8]) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie-typeset"))
        .arg("redraw")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut stdin, given) = (child.stdin.take().unwrap(), given.to_vec());
    let writer = std::thread::spawn(move || stdin.write_all(&given));
    let output = child.wait_with_output().unwrap();
    drop(writer.join().unwrap());
    output
}

fn redrawn(given: &[u8]) -> Vec<u8> {
    let made = redraw(given);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    made.stdout
}

fn holds(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Left half dark, right half light: what is turned is seen.
fn halves(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, _| if x < width / 2 { Rgb([20, 20, 20]) } else { Rgb([230, 230, 230]) },
    )
}

fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

/// A photograph with the metadata that a telephone writes: that it lies on its side, and where it was taken.
fn photograph(width: u32, height: u32) -> Vec<u8> {
    let plain = encoded(halves(width, height), ImageFormat::Jpeg);
    // Big-endian TIFF: two entries (orientation 6, the place of the GPS entries), then the GPS entries: one text.
    let mut tiff = b"MM\0*\0\0\0\x08\0\x02".to_vec();
    tiff.extend(b"\x01\x12\0\x03\0\0\0\x01\0\x06\0\0");
    tiff.extend(b"\x88\x25\0\x04\0\0\0\x01\0\0\0\x26");
    tiff.extend(b"\0\0\0\0");
    tiff.extend(b"\0\x01\0\x1d\0\x02");
    tiff.extend(u32::try_from(SECRET.len()).unwrap().to_be_bytes());
    tiff.extend(b"\0\0\0\x38\0\0\0\0");
    tiff.extend(SECRET);
    let exif = [b"Exif\0\0".as_slice(), &tiff].concat();
    let length = u16::try_from(exif.len() + 2).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, &exif, &plain[2..]].concat()
}

#[test]
fn abuse_d13_where_a_photograph_was_taken_is_gone_and_it_stands_upright() {
    let given = photograph(64, 32);
    assert!(holds(&given, SECRET) && holds(&given, b"Exif"));
    let made = redrawn(&given);
    assert!(!holds(&made, SECRET) && !holds(&made, b"Exif"));
    let header = Header::read(&made).unwrap();
    assert_eq!((header.format, header.width, header.height), (Format::Jpeg, 32, 64));
    // Turned by a quarter to the right, what was at the left is at the top.
    let seen = image::load_from_memory(&made).unwrap().to_luma8();
    assert!(seen.get_pixel(16, 8).0[0] < 60 && seen.get_pixel(16, 56).0[0] > 190);
}

#[test]
fn abuse_d13_texts_and_profiles_of_a_png_are_gone() {
    let plain = encoded(halves(20, 10), ImageFormat::Png);
    // After the first chunk (8 + 25 bytes), one of text. Nobody checks what it says of itself: a wrong sum is passed over.
    let text = [b"tEXt".as_slice(), b"Comment\0", SECRET].concat();
    let length = u32::try_from(text.len() - 4).unwrap().to_be_bytes();
    let sum = crc(&text).to_be_bytes();
    let given = [&plain[..33], &length, &text, &sum, &plain[33..]].concat();
    let made = redrawn(&given);
    assert!(holds(&given, SECRET) && !holds(&made, SECRET));
    assert_eq!(
        image::load_from_memory(&made).unwrap().to_rgb8(),
        halves(20, 10),
        "nothing that is seen is lost"
    );
}

/// The sum of a chunk (ISO 15948, annex D).
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

#[test]
fn a_file_of_two_natures_keeps_that_of_an_image() {
    let script = b"<script>alert(1)</script><?php system($_GET['c']); ?>PK\x03\x04";
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::WebP] {
        let given = [encoded(halves(20, 10), format).as_slice(), script].concat();
        let made = redrawn(&given);
        assert!(!holds(&made, b"script") && !holds(&made, b"PK\x03\x04"), "{format:?}");
        assert!(Header::read(&made).is_ok());
    }
}

#[test]
fn each_form_becomes_one_that_every_browser_shows_in_bounds() {
    let large = halves(2000, 500);
    for (format, becomes) in
        [(ImageFormat::Png, Format::Png), (ImageFormat::Jpeg, Format::Jpeg), (ImageFormat::WebP, Format::Png)]
    {
        let header = Header::read(&redrawn(&encoded(large.clone(), format))).unwrap();
        assert_eq!((header.format, header.width, header.height), (becomes, KEPT_SIDE, 400), "{format:?}");
    }
    // What is transparent stays so.
    let clear = RgbaImage::from_pixel(10, 10, image::Rgba([1, 2, 3, 0]));
    let made = image::load_from_memory(&redrawn(&encoded(clear, ImageFormat::Png))).unwrap();
    assert_eq!(made.to_rgba8().get_pixel(5, 5).0[3], 0);
    // A drawing that is too heavy, as noise is, becomes a photograph.
    let mut state = 1_u32;
    let noise = RgbImage::from_fn(800, 800, |_, _| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let [_, red, green, blue] = state.to_le_bytes();
        Rgb([red, green, blue])
    });
    let made = redrawn(&encoded(noise, ImageFormat::Png));
    assert_eq!(Header::read(&made).unwrap().format, Format::Jpeg);
    assert!(made.len() <= pictures::KEPT_BYTES);
}

#[test]
fn abuse_d05_what_is_cut_lies_or_floods_is_said_to_be_unreadable() {
    let whole = encoded(halves(200, 100), ImageFormat::Png);
    let mut lying = whole.clone();
    // It says that it is larger than what it holds.
    lying[16..24].copy_from_slice(&[0, 0, 0x13, 0x88, 0, 0, 0x13, 0x88]);
    let sum = crc(&lying[12..29]).to_be_bytes();
    lying[29..33].copy_from_slice(&sum);
    let mut flood = whole.clone();
    flood[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    let photograph = photograph(200, 100);
    let half = photograph.len() / 3;
    for (what, given) in [
        ("cut", &whole[..whole.len() / 2]),
        ("cut in its header", &whole[..20]),
        ("lying", &lying),
        ("a flood", &flood),
        ("a photograph cut", &photograph[..half]),
        ("nothing", b""),
        ("a text", b"GIF89a"),
        ("WebP of nothing", b"RIFF\x10\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x09\0\0\x09\0\0"),
    ] {
        let made = redraw(given);
        assert_eq!(made.status.code(), Some(3), "{what}: {}", String::from_utf8_lossy(&made.stderr));
        assert!(made.stdout.is_empty(), "{what}");
    }
}

#[tokio::test]
async fn the_one_who_runs_it_believes_only_what_it_reads_again() {
    let real = Typesetter::new(env!("CARGO_BIN_EXE_vigie-typeset").into(), Limits::default());
    let drawn = real.redraw(&photograph(64, 32)).await.unwrap();
    assert_eq!((drawn.header().width, drawn.header().height), (32, 64));
    let code = |problem: Problem| match problem {
        Problem::Refused(Refused::Invalid(refusals)) => refusals[0].code,
        other => panic!("{other:?}"),
    };
    let whole = encoded(halves(200, 100), ImageFormat::Png);
    assert_eq!(code(real.redraw(&whole[..whole.len() / 2]).await.unwrap_err()), "image-broken");
    // A flood is refused by its header: the program, which is not there, is not even looked for.
    let absent = Typesetter::new(Path::new("/nowhere").into(), Limits::default());
    let mut flood = whole.clone();
    flood[16..24].copy_from_slice(&[0, 1, 0, 0, 0, 1, 0, 0]);
    assert_eq!(code(absent.redraw(&flood).await.unwrap_err()), "image-pixels");
    assert_eq!(code(absent.redraw(b"<svg/>").await.unwrap_err()), "image-format");
    // One that writes something else is not believed.
    let liar = Path::new(env!("CARGO_MANIFEST_DIR")).join("../documents/tests/programs/chatters.sh");
    let liar = Typesetter::new(liar, Limits::default());
    assert!(matches!(liar.redraw(&whole).await, Err(Problem::Failed(_))));
}
