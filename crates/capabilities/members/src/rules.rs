//! Who may join on whose word, for how long, and by which name.

mod asked;
mod belonging;
mod life;

pub use asked::{Application, Asked, Details, Duty, Way, words};
pub use belonging::{
    CONFIRMED_FOR, Due, Ending, Held, Place, REMINDED_BEFORE, confirmed_until, due, handle, handles_of,
    reminds,
};
pub use life::{Command, ONE_DAY, REQUESTS_A_DAY, State, Word, enough, next, too_many};
