//! Statements, registered so that one test can prepare every one of them on both engines.

use vocabulary::{FinessNumber, Id, Instant, Language, Region, Tlp};

use crate::Engine;

/// One statement of the house, written with [`sql!`](crate::sql).
#[derive(Debug)]
pub struct Statement {
    /// Its text for SQLite.
    pub sqlite: &'static str,
    /// Its text for PostgreSQL: the same one, but where they must differ.
    pub postgres: &'static str,
    /// Where it was written, for the test that prepares it.
    pub place: &'static str,
}

impl Statement {
    pub(crate) fn text(&self, engine: Engine) -> &'static str {
        match engine {
            Engine::Sqlite => self.sqlite,
            Engine::Postgres => self.postgres,
        }
    }
}

/// How `sql!` hands a statement to the register.
#[doc(hidden)]
pub struct Registered(pub &'static Statement);
inventory::collect!(Registered);

/// Every statement of every crate linked into this program.
pub fn statements() -> impl Iterator<Item = &'static Statement> {
    inventory::iter::<Registered>.into_iter().map(|registered| registered.0)
}

/// A statement: one literal for both engines, or `sqlite: "…", postgres: "…"` where they must differ. Several literals in a
/// row are one text, for a macro that makes statements which begin alike.
#[macro_export]
macro_rules! sql {
    ($($text:literal)+) => { $crate::sql!(sqlite: $($text)+, postgres: $($text)+) };
    (sqlite: $($sqlite:literal)+, postgres: $($postgres:literal)+ $(,)?) => {{
        static STATEMENT: $crate::Statement = $crate::Statement {
            sqlite: concat!($($sqlite),+),
            postgres: concat!($($postgres),+),
            place: concat!(file!(), ":", line!()),
        };
        $crate::inventory::submit! { $crate::__registered(&STATEMENT) }
        &STATEMENT
    }};
}

/// The arguments of a statement, in order: anything that is `Into<Arg>`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::Arg::from($value)),*] };
}

/// One argument.
#[derive(Clone, Debug)]
pub enum Arg {
    /// TEXT.
    Text(Option<String>),
    /// BIGINT.
    Int(Option<i64>),
    /// BOOLEAN.
    Bool(Option<bool>),
    /// DOUBLE PRECISION.
    Real(Option<f64>),
}

macro_rules! argument {
    ($($kind:ident: $type:ty => |$value:ident| $convert:expr;)*) => {$(
        impl From<$type> for Arg {
            fn from($value: $type) -> Self { Self::$kind(Some($convert)) }
        }
        impl From<Option<$type>> for Arg {
            fn from(value: Option<$type>) -> Self { Self::$kind(value.map(|$value| $convert)) }
        }
    )*};
}

argument! {
    Text: String => |value| value;
    Text: &str => |value| value.to_owned();
    Text: &String => |value| value.clone();
    Text: Id => |value| value.to_string();
    Text: FinessNumber => |value| value.to_string();
    Text: Region => |value| value.code().to_owned();
    Text: Language => |value| value.tag().to_owned();
    Text: Tlp => |value| value.label().to_owned();
    Text: serde_json::Value => |value| value.to_string();
    Int: i64 => |value| value;
    Int: i32 => |value| i64::from(value);
    Int: u32 => |value| i64::from(value);
    Int: u8 => |value| i64::from(value);
    Int: Instant => |value| value.millis();
    Bool: bool => |value| value;
    Real: f64 => |value| value;
}

/// Wraps a statement for the register; for `sql!` only.
#[doc(hidden)]
pub const fn registered(statement: &'static Statement) -> Registered {
    Registered(statement)
}
