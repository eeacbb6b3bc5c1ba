//! Everything that somebody may be allowed to do. The sentence above each is the one that the printed matrix gives to
//! people of the law.

use vocabulary::Refused;

use crate::{Caller, Resource, decide};

/// A permission as a type, so that a proof of one cannot serve for another.
pub trait Permit {
    /// The permission that this type stands for.
    const PERMISSION: Permission;
}

macro_rules! permissions {
    ($($(#[doc = $words:literal])* $name:ident = $code:literal,)*) => {
        /// What one may be allowed to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Permission { $($(#[doc = $words])* $name,)* }

        impl Permission {
            /// All of them, in the order of the printed matrix.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// Stable name, as token scopes and the printed matrix say it.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// What it allows, in one sentence.
            pub const fn words(self) -> &'static str {
                match self { $(Self::$name => concat!($($words),*).trim_ascii(),)* }
            }

            /// Whether a caller may do this to a resource, with no proof: for what is printed.
            pub fn decided(self, caller: &Caller, resource: &Resource) -> Result<(), Refused> {
                match self { $(Self::$name => decide::<permit::$name>(caller, resource).map(drop),)* }
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
                $(#[doc = $words])*
                #[derive(Debug)]
                pub enum $name {}
                impl Permit for $name { const PERMISSION: Permission = Permission::$name; }
            )*
        }
    };
}

impl Permission {
    /// Whether it is about something that stands somewhere and may be out of reach; the others are about a new declaration, or
    /// the register, the accounts, the trail as a whole.
    pub const fn is_placed(self) -> bool {
        use Permission as P;
        !matches!(
            self,
            P::DeclarationFile
                | P::RegisterImport
                | P::WarningListImport
                | P::AccountManage
                | P::TrailRead
                | P::DataPurge
                | P::OnCallPlan
                | P::PublicationWrite
                | P::PublicationReview
                | P::PublicationAlone
                | P::CommunityRead
                | P::CommunityWrite
                | P::CommunityModerate
                | P::CommunityAnswer
                | P::MembershipAsk
                | P::MembershipDecide
        )
    }
}

permissions! {
    /// File a declaration, and keep a draft of one, without an account.
    DeclarationFile = "declarations:file",
    /// Read a declaration from the declarant's side: its versions, its messages, its receipt.
    DeclarationFollow = "declarations:follow",
    /// Complete a declaration, correct it, answer, attach a file, hand over to a colleague, say that it is resolved.
    DeclarationComplete = "declarations:complete",
    /// Read what a structure of one's own declared: its versions, its messages, its deadlines, who was told.
    DeclarationRead = "declarations:read",
    /// Read the incidents: what was declared, its versions, its messages, its deadlines, who was told.
    IncidentRead = "incidents:read",
    /// Handle the incidents: take in charge, qualify, answer, keep the log and read it, resolve, close, reopen.
    IncidentHandle = "incidents:handle",
    /// Order that an incident be kept whatever its age, and lift that order.
    IncidentHold = "incidents:hold",
    /// Decide that one cause with many facilities is a national event, close it and open it again.
    EventDecide = "events:decide",
    /// See who saw an incident, downloaded from it or changed it.
    IncidentAudit = "incidents:audit",
    /// Write down a declaration for somebody on the telephone.
    DeclarationTranscribe = "declarations:transcribe",
    /// Write down who is on call outside working hours.
    OnCallPlan = "on-call:plan",
    /// Download what was attached to a declaration.
    AttachmentRead = "attachments:read",
    /// Read what the cell publishes, as far as its mark goes.
    PublicationRead = "publications:read",
    /// Write alerts, bulletins, news, response cards and guides, and read those being written.
    PublicationWrite = "publications:write",
    /// Review what somebody else wrote and publish it, and withdraw what is published.
    PublicationReview = "publications:review",
    /// Publish without a review, in a crisis, with a reason that everybody reads.
    PublicationAlone = "publications:publish-alone",
    /// Read what members share in the private space, as far as its mark and its group go.
    CommunityRead = "community:read",
    /// Write in the groups of the private space, ask the cell a question.
    CommunityWrite = "community:write",
    /// Moderate the private space: judge what is reported, hide with a reason, warn, and with a second person reveal who wrote unnamed.
    CommunityModerate = "community:moderate",
    /// Answer the questions that members ask the cell.
    CommunityAnswer = "community:answer",
    /// Ask to join the private space.
    MembershipAsk = "members:ask",
    /// Decide who joins the private space, and remove who must leave it.
    MembershipDecide = "members:decide",
    /// Keep the list of whom to call in a region.
    RegionManage = "regions:manage",
    /// Read the situation of the nation, now or at any past moment, and what was decided.
    NationRead = "nation:read",
    /// Write down what is decided for the nation.
    NationDecide = "nation:decide",
    /// Replace the register of facilities by a new extract.
    RegisterImport = "register:import",
    /// Bring in the lists of values that are no trace of anybody, and keep them out of the indicators.
    WarningListImport = "warning-lists:import",
    /// Create, change and disable accounts.
    AccountManage = "accounts:manage",
    /// Read the record of who did what, and verify that nobody altered it.
    TrailRead = "trail:read",
    /// Take away what has been kept long enough: the program itself, by day or at the operator's word.
    DataPurge = "data:purge",
}
