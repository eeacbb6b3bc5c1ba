//! Rows, read alike on both engines.

use sqlx::{Row as _, postgres::PgRow, sqlite::SqliteRow};
use vocabulary::{Failure, FinessNumber, Id, Instant, Language, Region, Tlp};

/// One row of an answer.
pub enum Row {
    /// From SQLite.
    #[doc(hidden)]
    Sqlite(SqliteRow),
    /// From PostgreSQL.
    #[doc(hidden)]
    Postgres(PgRow),
}

macro_rules! raw {
    ($($method:ident -> $type:ty;)*) => {$(
        fn $method(&self, name: &str) -> Result<Option<$type>, Failure> {
            match self {
                Self::Sqlite(row) => row.try_get(name),
                Self::Postgres(row) => row.try_get(name),
            }
            .map_err(|error| Failure::new("read a column", error))
        }
    )*};
}

impl Row {
    raw! {
        text -> String;
        int -> i64;
        bool -> bool;
        real -> f64;
    }

    /// The column of that name. NULL is a failure unless the type is an `Option`.
    pub fn get<C: Column>(&self, name: &str) -> Result<C, Failure> {
        C::read(self, name)
    }
}

/// What a column can be read as.
pub trait Column: Sized {
    /// Reads it; `Ok(None)` when it is NULL.
    fn optional(row: &Row, name: &str) -> Result<Option<Self>, Failure>;

    /// Reads it; NULL is a failure.
    fn read(row: &Row, name: &str) -> Result<Self, Failure> {
        Self::optional(row, name)?.ok_or_else(|| Failure::new("read a column", format!("{name} is null")))
    }
}

impl<C: Column> Column for Option<C> {
    fn optional(row: &Row, name: &str) -> Result<Option<Self>, Failure> {
        C::optional(row, name).map(Some)
    }
    fn read(row: &Row, name: &str) -> Result<Self, Failure> {
        C::optional(row, name)
    }
}

macro_rules! column {
    ($($type:ty: $raw:ident => |$value:ident| $convert:expr;)*) => {$(
        impl Column for $type {
            fn optional(row: &Row, name: &str) -> Result<Option<Self>, Failure> {
                let Some($value) = row.$raw(name)? else { return Ok(None) };
                let converted: Option<Self> = $convert;
                converted.map(Some).ok_or_else(|| Failure::new("read a column", format!("{name} holds something else")))
            }
        }
    )*};
}

column! {
    String: text => |value| Some(value);
    i64: int => |value| Some(value);
    bool: bool => |value| Some(value);
    f64: real => |value| Some(value);
    Id: text => |value| Id::parse(&value).ok();
    FinessNumber: text => |value| FinessNumber::parse_unchecked(&value).ok();
    Region: text => |value| Region::from_code(&value);
    Language: text => |value| Some(Language::from_tag(&value));
    Tlp: text => |value| Tlp::parse(&value);
    Instant: int => |value| Some(Instant::from_millis(value));
    u32: int => |value| u32::try_from(value).ok();
}

/// A TEXT column that holds JSON.
pub struct Json<T>(pub T);

impl<T: serde::de::DeserializeOwned> Column for Json<T> {
    fn optional(row: &Row, name: &str) -> Result<Option<Self>, Failure> {
        let Some(text) = row.text(name)? else { return Ok(None) };
        serde_json::from_str(&text)
            .map(|value| Some(Self(value)))
            .map_err(|error| Failure::new("read a column", error))
    }
}
