//! Where what is published leads on our own site.

use storage::{Unit, args, sql};
use vocabulary::{Failure, Id};

use super::{Listed, listed};

/// A link of a text that may lead to what is withdrawn: whoever knows the addresses of pages compares it.
#[derive(Clone, Debug)]
pub struct Loose {
    /// The text that has it.
    pub publication: Id,
    /// The title of that text.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// What is withdrawn, and whose address ends in the same way.
    pub target: Listed,
}

/// Writes down where a text leads now: paths of our own site, and their ends.
pub(crate) async fn replace(
    unit: &mut Unit,
    publication: Id,
    hrefs: &[(String, String)],
) -> Result<(), Failure> {
    unit.run(sql!("DELETE FROM publication_links WHERE publication = $1"), args![publication]).await?;
    for (href, slug) in hrefs {
        let statement = sql!(
            "INSERT INTO publication_links (publication, href, slug) VALUES ($1, $2, $3) \
             ON CONFLICT (publication, href) DO NOTHING"
        );
        unit.run(statement, args![publication, href, slug]).await?;
    }
    Ok(())
}

/// The links of what is published that may lead to what is withdrawn.
pub(crate) async fn loose(unit: &mut Unit, limit: i64) -> Result<Vec<Loose>, Failure> {
    let statement = sql!(
        "SELECT t.*, l.publication AS source, l.href AS href, s.title AS source_title FROM publications t \
         JOIN publication_links l ON l.slug IN (t.slug_fr, t.slug_en) JOIN publications s ON s.id = l.publication \
         WHERE t.withdrawn_at IS NOT NULL AND s.withdrawn_at IS NULL AND s.version > 0 AND s.id <> t.id \
         ORDER BY t.withdrawn_at DESC, l.publication, l.href LIMIT $1"
    );
    unit.all(statement, args![limit], |row| {
        Ok(Loose {
            publication: row.get("source")?,
            title: row.get("source_title")?,
            href: row.get("href")?,
            target: listed(row)?,
        })
    })
    .await
}
