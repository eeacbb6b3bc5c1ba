//! What every page stands on.

use std::{ops::Deref, sync::Arc};

use axum::body::Bytes;
use tokio::sync::OnceCell;
use vault::{Key, MasterKey};
use vocabulary::{Clock, Ids, Language};

use crate::{
    assets::Assets,
    editions::Editions,
    fixed::Fixed,
    live::{Live, Streams},
    locale::Locales,
    offline,
    pace::Pace,
    theme::Theme,
};

/// What pages say and do, as the operator decides.
#[derive(Clone, Debug)]
pub struct SiteSettings {
    /// The canonical address, without a slash at its end.
    pub base_url: String,
    /// The name of the cell.
    pub operator: String,
    /// The number to call at any hour.
    pub phone: String,
    /// Its mail.
    pub email: String,
    /// Who publishes the site.
    pub publisher: String,
    /// Its postal address.
    pub address: String,
    /// A demonstration: every page says so.
    pub demonstration: bool,
    /// The look.
    pub theme: Theme,
    /// How many proxies of the operator stand in front: the address that asks is that many from the end of
    /// `X-Forwarded-For`.
    pub trusted_proxies: usize,
}

/// The capabilities.
#[derive(Clone)]
pub struct Services {
    /// Facilities.
    pub directory: directory::Directory,
    /// Accounts.
    pub accounts: accounts::Accounts,
    /// Who belongs to the private space.
    pub members: ::members::Members,
    /// Declarations.
    pub declarations: declarations::Declarations,
    /// Incidents.
    pub incidents: incidents::Incidents,
    /// One cause, many facilities.
    pub events: events::Events,
    /// Technical traces.
    pub indicators: indicators::Indicators,
    /// Those of them that go to the private space.
    pub sharing: indicators::Sharing,
    /// On call.
    pub oncall: oncall::Oncall,
    /// Regions, and the nation.
    pub situations: situation::Situations,
    /// What the cell publishes.
    pub publications: publications::Publications,
    /// Who is told of it by mail.
    pub subscriptions: subscriptions::Subscriptions,
    /// The private space.
    pub community: community::Community,
    /// What the cell makes of it.
    pub raising: events::Raising,
    /// Who is told of what is said there.
    pub tidings: tidings::Tidings,
    /// The trail.
    pub audit: audit::Audit,
    /// How long what is kept.
    pub retention: retention::Retention,
    /// PDFs.
    pub typesetter: documents::Typesetter,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Where identities come from.
    pub ids: Arc<dyn Ids>,
}

/// Everything a handler needs. Cheap to clone.
#[derive(Clone)]
pub struct Site(Arc<Inner>);

/// What is behind a [`Site`].
pub struct Inner {
    pub(crate) settings: SiteSettings,
    pub(crate) services: Services,
    pub(crate) locales: Arc<Locales>,
    pub(crate) assets: Assets,
    /// Pages that are the same for everybody.
    pub(crate) fixed: Fixed,
    /// What everybody reads of what is published.
    pub(crate) editions: Editions,
    /// Who is told what is new as it happens.
    pub(crate) live: Live,
    /// How much each address looks up.
    pub(crate) look_ups: Pace,
    /// Changes with the program, its words and its look.
    pub(crate) version: String,
    /// Signs the tokens of forms.
    pub(crate) forms_key: Key,
    /// The paper form in each language, once somebody asked for it: nothing in it changes while the program runs.
    pub(crate) paper_forms: [OnceCell<Bytes>; Language::ALL.len()],
}

impl Site {
    /// Made from its settings, its services and the operator's key.
    pub fn new(
        settings: SiteSettings,
        services: Services,
        locales: Arc<Locales>,
        master: &MasterKey,
    ) -> Self {
        let forms_key = master.derive("web: forms");
        let (fixed, editions, live, paper_forms) = Default::default();
        let assets = Assets::load(&settings.theme);
        let version = offline::version(&settings, &assets);
        Self(Arc::new(Inner {
            settings,
            services,
            locales,
            assets,
            fixed,
            editions,
            live,
            look_ups: crate::directory::pace(),
            version,
            forms_key,
            paper_forms,
        }))
    }

    /// Sets what the streams of this process may take, in place of what they take by themselves.
    pub fn limit_streams(&self, limits: Streams) {
        self.live.limit(limits);
    }

    /// Whether pages travel encrypted: cookies then refuse to travel otherwise.
    pub(crate) fn is_secure(&self) -> bool {
        self.settings.base_url.starts_with("https://")
    }
}

impl Deref for Site {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}
