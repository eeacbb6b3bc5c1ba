//! Everything that somebody may be allowed to do.

/// A permission as a type, so that a proof of one cannot serve for another.
pub trait Permit {
    /// The permission that this type stands for.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $code:literal,)*) => {
        /// What one may be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[$doc])* $name,)* }

        impl Permission {
            /// All of them, in the order of the printed matrix.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable name, as token scopes and the printed matrix say it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The permission of that name.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|permission| permission.code() == code)
            }
        }

        /// Each permission as a type.
        pub mod permit {
            use super::{Permission, Permit};
            $(
                $(#[$doc])*
                #[derive(Debug)]
                pub enum $name {}
                impl Permit for $name { const PERMISSION: Permission = Permission::$name; }
            )*
        }
    };
}

permissions! {
    /// File a declaration, keep a draft of one: anyone, without an account.
    DeclarationFile = "declarations:file",
    /// Read a declaration from the declarant's side: its versions, messages, receipt.
    DeclarationFollow = "declarations:follow",
    /// Complete, correct, answer, attach, hand over, say resolved: the declarant's side.
    DeclarationComplete = "declarations:complete",
    /// See the cell's incidents.
    IncidentRead = "incidents:read",
    /// Take in charge, qualify, answer, write down, resolve, close, reopen.
    IncidentHandle = "incidents:handle",
    /// Order that an incident be kept whatever its age, and lift that order.
    IncidentHold = "incidents:hold",
    /// Download what was attached to a declaration.
    AttachmentRead = "attachments:read",
    /// Replace a facility's register by a new extract.
    RegisterImport = "register:import",
    /// Create, change and disable accounts.
    AccountManage = "accounts:manage",
    /// Read and verify the trail.
    TrailRead = "trail:read",
    /// Take away what has been kept long enough: the program itself, by day or at the operator's word.
    DataPurge = "data:purge",
}
