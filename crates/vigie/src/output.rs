//! What commands print.

use std::{
    fmt,
    io::{ErrorKind, Write as _},
};

/// Prints a line, as `println!` does. Whoever read may have gone (`vigie check | head`): that is no failure, and the command
/// goes on to its end.
macro_rules! out {
    ($($words:tt)*) => { $crate::output::line(format_args!($($words)*)) };
}

pub fn line(words: fmt::Arguments<'_>) {
    if let Err(error) = writeln!(std::io::stdout().lock(), "{words}")
        && error.kind() != ErrorKind::BrokenPipe
    {
        tracing::error!(%error, "what this command prints could not be written");
    }
}
