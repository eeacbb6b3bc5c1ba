//! Images of texts.

use pictures::{Format, Header};
use serde_json::json;
use storage::{Row, Unit, args, sql};
use vocabulary::{Failure, Id, Instant, Language, Tlp};

/// An image of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// Its identity, which stands in its address.
    pub id: Id,
    /// The text whose it is.
    pub publication: Id,
    /// When it was added.
    pub at: Instant,
    /// The name of who added it.
    pub author: String,
    /// Its form and its size.
    pub header: Header,
    /// Its bytes.
    pub size: i64,
    /// SHA-256 of the file, lower-case hexadecimal.
    pub sha256: String,
    /// What it says to whoever does not see it, in French and in English: what a text that shows it is offered.
    pub alts: [String; Language::ALL.len()],
}

fn image(row: &Row) -> Result<Image, Failure> {
    let side = |name: &str| -> Result<u32, Failure> {
        let pixels: i64 = row.get(name)?;
        u32::try_from(pixels).map_err(|error| Failure::new("read the size of an image", error))
    };
    let format: String = row.get("format")?;
    let format =
        Format::from_code(&format).ok_or_else(|| Failure::new("read the form of an image", format))?;
    Ok(Image {
        id: row.get("id")?,
        publication: row.get("publication")?,
        at: row.get("at")?,
        author: row.get("author")?,
        header: Header { format, width: side("width")?, height: side("height")? },
        size: row.get("size")?,
        sha256: row.get("sha256")?,
        alts: [row.get("alt_fr")?, row.get("alt_en")?],
    })
}

/// Writes down an image that is kept.
pub(crate) async fn insert(unit: &mut Unit, image: &Image) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO publication_images (id, publication, at, author, format, width, height, size, sha256, alt_fr, alt_en) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
    );
    let ([fr, en], header) = (&image.alts, image.header);
    let arguments = args![
        image.id,
        image.publication,
        image.at,
        &image.author,
        header.format.code(),
        i64::from(header.width),
        i64::from(header.height),
        image.size,
        &image.sha256,
        fr,
        en,
    ];
    unit.run(statement, arguments).await.map(drop)
}

/// The images of a text, the first added first.
pub(crate) async fn of(unit: &mut Unit, publication: Id) -> Result<Vec<Image>, Failure> {
    let statement = sql!("SELECT * FROM publication_images WHERE publication = $1 ORDER BY at, id");
    unit.all(statement, args![publication], image).await
}

/// These images, whosever they are.
pub(crate) async fn all(unit: &mut Unit, ids: &[Id]) -> Result<Vec<Image>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM publication_images WHERE id IN (SELECT value FROM json_each($1))",
        postgres: "SELECT * FROM publication_images WHERE id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb)))",
    );
    unit.all(statement, args![json!(ids)], image).await
}

/// Those of these images that a version shows which a reader of these marks may read, of a text that is not withdrawn.
pub(crate) async fn shown(unit: &mut Unit, ids: &[Id], marks: &str) -> Result<Vec<Image>, Failure> {
    let statement = sql!(
        sqlite: "SELECT * FROM publication_images i WHERE id IN (SELECT value FROM json_each($1)) AND EXISTS (SELECT 1 \
                 FROM publication_image_uses u JOIN publications p ON p.id = u.publication WHERE u.image = i.id \
                 AND p.withdrawn_at IS NULL AND $2 LIKE '%,' || p.tlp || ',%' AND $2 LIKE '%,' || u.tlp || ',%')",
        postgres: "SELECT * FROM publication_images i WHERE id IN (SELECT jsonb_array_elements_text(CAST($1 AS jsonb))) \
                   AND EXISTS (SELECT 1 FROM publication_image_uses u JOIN publications p ON p.id = u.publication \
                   WHERE u.image = i.id AND p.withdrawn_at IS NULL AND $2 LIKE '%,' || p.tlp || ',%' \
                   AND $2 LIKE '%,' || u.tlp || ',%')",
    );
    unit.all(statement, args![json!(ids), marks], image).await
}

/// The images that everybody sees on texts of a kind as they are now.
pub(crate) async fn public(unit: &mut Unit, kind: &str) -> Result<Vec<Id>, Failure> {
    let statement = sql!(
        "SELECT DISTINCT u.image FROM publication_image_uses u JOIN publications p ON p.id = u.publication \
         AND p.version = u.number WHERE p.kind = $1 AND p.withdrawn_at IS NULL AND p.tlp = $2 AND u.tlp = $2 ORDER BY u.image"
    );
    unit.all(statement, args![kind, Tlp::Clear], |row| row.get("image")).await
}

/// How many versions show an image.
pub(crate) async fn uses(unit: &mut Unit, id: Id) -> Result<i64, Failure> {
    let statement = sql!("SELECT COUNT(*) AS n FROM publication_image_uses WHERE image = $1");
    Ok(unit.first(statement, args![id], |row| row.get("n")).await?.unwrap_or_default())
}

/// Writes down that a version shows an image.
pub(crate) async fn used(
    unit: &mut Unit,
    (publication, number): (Id, i64),
    tlp: Tlp,
    image: Id,
) -> Result<(), Failure> {
    let statement = sql!(
        "INSERT INTO publication_image_uses (image, publication, number, tlp) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (image, publication, number) DO NOTHING"
    );
    unit.run(statement, args![image, publication, number, tlp]).await.map(drop)
}

/// Forgets an image.
pub(crate) async fn remove(unit: &mut Unit, id: Id) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM publication_images WHERE id = $1"), args![id]).await.map(drop)
}
