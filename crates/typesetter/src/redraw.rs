//! An image that somebody gave, drawn anew: what is seen of it and nothing else. Metadata (where and when a photograph was
//! taken, with what, a thumbnail of what was cut away), colour profiles, further frames and whatever hangs behind the end of
//! the file are not in what is made.

use std::io::Cursor;

use image::{
    DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage,
    codecs::{jpeg::JpegEncoder, png::PngEncoder},
    imageops::FilterType,
};
use pictures::{Format, Header, KEPT_BYTES, KEPT_SIDE, MOST_SIDE};

/// Bytes that decoding may take.
const MEMORY: u64 = 400 * 1024 * 1024;
/// Bytes from which a drawing without transparent parts is made a photograph.
const HEAVY: usize = 1024 * 1024;
/// How well photographs are kept, tried in this order until one is light enough.
const QUALITIES: [u8; 3] = [85, 70, 50];

/// Draws an image anew: a photograph as a photograph, all else as a drawing unless that is too heavy.
pub fn redraw(given: &[u8]) -> Result<Vec<u8>, String> {
    let header = Header::read(given).map_err(|refusal| refusal.code.to_owned())?;
    let image = bounded(upright(given, header.format).map_err(|error| said(&error))?);
    if header.format != Format::Jpeg {
        let drawing = png(&image).map_err(|error| said(&error))?;
        if drawing.len() <= HEAVY {
            return Ok(drawing);
        }
    }
    let photograph = on_white(&image);
    let mut made = Vec::new();
    for quality in QUALITIES {
        made.clear();
        JpegEncoder::new_with_quality(&mut made, quality)
            .encode_image(&photograph)
            .map_err(|error| said(&error))?;
        if made.len() <= HEAVY {
            break;
        }
    }
    if made.len() <= KEPT_BYTES { Ok(made) } else { Err("too heavy".to_owned()) }
}

/// Decodes an image and turns it as its metadata, which go, say that it is to be seen.
fn upright(given: &[u8], format: Format) -> image::ImageResult<DynamicImage> {
    let format = match format {
        Format::Png => ImageFormat::Png,
        Format::Jpeg => ImageFormat::Jpeg,
        Format::Webp => ImageFormat::WebP,
    };
    let mut reader = ImageReader::with_format(Cursor::new(given), format);
    let mut limits = Limits::default();
    limits.max_image_width = Some(MOST_SIDE);
    limits.max_image_height = Some(MOST_SIDE);
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    // What cannot be understood of the metadata turns nothing.
    let turned = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut image = DynamicImage::from_decoder(decoder)?;
    image.apply_orientation(turned);
    Ok(image)
}

fn bounded(image: DynamicImage) -> DynamicImage {
    let longest = image.width().max(image.height());
    if longest <= KEPT_SIDE {
        image
    } else if longest > 2 * KEPT_SIDE {
        // Several pixels become one: their mean is as good as anything, and takes a fraction of the time.
        image.thumbnail(KEPT_SIDE, KEPT_SIDE)
    } else {
        image.resize(KEPT_SIDE, KEPT_SIDE, FilterType::CatmullRom)
    }
}

fn png(image: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let mut made = Vec::new();
    let encoder = PngEncoder::new(&mut made);
    let colour = image.color();
    if colour.has_alpha() {
        image.to_rgba8().write_with_encoder(encoder)?;
    } else if colour.has_color() {
        image.to_rgb8().write_with_encoder(encoder)?;
    } else {
        image.to_luma8().write_with_encoder(encoder)?;
    }
    Ok(made)
}

/// What is transparent shows the white of the page.
fn on_white(image: &DynamicImage) -> RgbImage {
    if !image.color().has_alpha() {
        return image.to_rgb8();
    }
    let seen = image.to_rgba8();
    RgbImage::from_fn(seen.width(), seen.height(), |x, y| {
        let [red, green, blue, alpha] = seen.get_pixel(x, y).0;
        let over = |part: u8| {
            let mixed = u32::from(part) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from(mixed / 255).unwrap_or(u8::MAX)
        };
        image::Rgb([over(red), over(green), over(blue)])
    })
}

/// What is wrong with an image; a decoder may quote what it read.
fn said(error: &image::ImageError) -> String {
    let kind = match error {
        image::ImageError::Limits(_) => "too large",
        image::ImageError::Unsupported(_) => "of a kind that is not read",
        _ => "not whole",
    };
    format!("the image is {kind}")
}
