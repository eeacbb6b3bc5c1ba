//! The house, put together out of its settings.

use std::sync::Arc;

use access::Caller;
use accounts::{Accounts, AccountsSettings};
use audit::Audit;
use community::Community;
use declarations::{Declarations, DeclarationsSettings, jobs::Postroom};
use directory::Directory;
use documents::{Limits, Typesetter};
use incidents::{Incidents, IncidentsSettings, jobs::Noticeboard};
use indicators::{Indicators, IndicatorsSettings, Sharing, Sifter};
use jobs::Worker;
use mail::{Letters, Post};
use members::Members;
use oncall::{Bell, Oncall, OncallSettings, jobs::Switchboard};
use retention::Retention;
use storage::{Desk, Store};
use subscriptions::{Herald, Subscriptions};
use tidings::Tidings;
use trail::{Anchor, Kept};
use vault::{MasterKey, Objects};
use vocabulary::{Clock, Failure, Ids, MailAddress, Problem};
use web::{Locales, Services, Site, SiteSettings, Theme};

use crate::{files, providers, recipients, settings::Settings};

/// Bytes of their disk that attachments leave free, for what is declared without them.
const SPARE: u64 = 512 * 1024 * 1024;

/// Everything, ready to serve.
pub struct House {
    pub settings: Settings,
    pub desk: Desk,
    pub post: Post,
    pub locales: Arc<Locales>,
    pub services: Services,
    /// The head of the trail, outside the database.
    pub anchor: Anchor,
    pub theme: Theme,
    /// Who is told of what happens to declarations.
    followers: Arc<Vec<Arc<dyn declarations::events::Follower>>>,
    key: MasterKey,
}

impl House {
    /// Opens the database, brings its schema up, and builds what stands on it.
    pub async fn build(
        settings: Settings,
        clock: Arc<dyn Clock>,
        ids: Arc<dyn Ids>,
    ) -> Result<Self, Failure> {
        files::writable(&settings.data_dir)?;
        let store = Store::open(&settings.database_url()).await?;
        store.migrate().await?;
        let desk = Desk { store, clock: clock.clone(), ids: ids.clone() };
        let key = files::key(&settings, &desk).await?;
        let objects =
            Objects::at(&settings.objects_folder(), key.derive("attachments")).await?.leaving(SPARE);
        let directory = Directory::new(desk.clone());
        let accounts = Accounts::new(desk.clone(), accounts_settings(&settings)?, &key);
        let indicators_settings = IndicatorsSettings { own_domains: settings.own_domains.clone() };
        let sifter = Sifter::new(&indicators_settings);
        let (community, members) = private_space(&desk, &key, &accounts, objects.clone(), sifter.clone());
        let tidings = Tidings::new(desk.clone(), accounts.clone(), members.clone(), community.clone());
        let incidents_settings = IncidentsSettings {
            rule_set: settings.rule_set.clone(),
            nis2: settings.nis2(),
            delays: settings.delays.delays(),
        };
        let finder = Arc::new(indicators::Finder::new(desk.clone()));
        let bell = Arc::new(Bell::new(desk.clone(), &settings.rule_set));
        let readers: Vec<Arc<dyn incidents::events::Reader>> = vec![finder.clone(), bell.clone()];
        let incidents = Incidents::new(desk.clone(), incidents_settings).read_by(Arc::new(readers));
        let followers: Vec<Arc<dyn declarations::events::Follower>> =
            vec![Arc::new(incidents.clone()), finder, bell];
        let followers = Arc::new(followers);
        let declarations_settings =
            DeclarationsSettings { rule_set: settings.rule_set.clone(), ..DeclarationsSettings::default() };
        let declarations =
            Declarations::new(desk.clone(), declarations_settings, &key, objects, followers.clone());
        let indicators =
            Indicators::new(desk.clone(), declarations.clone(), incidents.clone(), &indicators_settings)
                .sifted_by(sifter.clone());
        let sharing =
            Sharing::new(desk.clone(), declarations.clone(), incidents.clone(), community.clone(), sifter);
        let oncall = oncall(&settings, &desk, &accounts, &incidents);
        let letters = Letters::at(&settings.mail_folder());
        let terms = settings.retention.clone();
        let events =
            events::Events::new(desk.clone(), declarations.clone(), incidents.clone(), indicators.clone());
        let retention = Retention::new(
            desk.clone(),
            declarations.clone(),
            incidents.clone(),
            indicators.clone(),
            events.clone(),
            accounts.clone(),
            members.clone(),
            letters,
            terms,
        );
        let post = post(&settings)?;
        let typesetter = Typesetter::new(settings.typesetter(), Limits::default());
        let anchor = Anchor::new(&settings.trail_folder(), &key);
        let situations = situation::Situations::new(desk.clone(), incidents.clone(), declarations.clone());
        let audit = Audit::new(
            desk.clone(),
            anchor.clone(),
            accounts.clone(),
            declarations.clone(),
            incidents.clone(),
        );
        let images = settings.objects_folder().join("images");
        let images = Objects::at(&images, key.derive("images")).await?.leaving(SPARE);
        let publications = publications::Publications::new(desk.clone(), Arc::new(Herald::new(desk.clone())))
            .keeping(images);
        let subscriptions = Subscriptions::new(desk.clone(), publications.clone(), &key);
        let raising = events::Raising::new(
            desk.clone(),
            community.clone(),
            publications.clone(),
            incidents.clone(),
            events.clone(),
        );
        let services = Services {
            directory,
            accounts,
            members,
            declarations,
            incidents,
            events,
            indicators,
            sharing,
            oncall,
            situations,
            publications,
            subscriptions,
            community,
            raising,
            tidings,
            audit,
            retention,
            typesetter,
            clock,
            ids,
        };
        let locales = Arc::new(Locales::load());
        let theme = settings.theme.as_deref().map(Theme::load).transpose()?.unwrap_or_default();
        Ok(Self { settings, desk, post, locales, services, anchor, theme, followers, key })
    }

    /// Anchors the head of the trail, after the last thing that was done. What stands in the way is said and stops nothing.
    pub async fn anchor_head(&self) {
        match self.anchor.keep(&self.desk).await {
            Ok(Kept::Against(_)) => {
                tracing::error!("the trail is not the one that was anchored: run `vigie trail verify`");
            }
            Ok(Kept::AsItWas | Kept::Marked(_)) => {}
            Err(failure) => tracing::error!(error = failure.chain(), "the trail could not be anchored"),
        }
    }

    /// Publishes the texts that come with the program and were never here.
    pub async fn load_library(&self) -> Result<(), Problem> {
        let loaded = self.services.publications.load_library(&Caller::Program("library")).await?;
        if loaded > 0 {
            tracing::info!(loaded, "response cards and guides were added");
        }
        Ok(())
    }

    /// The pages and the API.
    pub fn site(&self) -> Site {
        let operator = &self.settings.operator;
        let settings = SiteSettings {
            base_url: self.settings.base_url.clone(),
            operator: operator.name.clone(),
            phone: operator.phone.clone(),
            email: operator.email.clone(),
            publisher: operator.publisher.clone(),
            address: operator.address.clone(),
            demonstration: self.settings.demo,
            theme: self.theme.clone(),
            trusted_proxies: self.settings.trusted_proxies,
        };
        Site::new(settings, self.services.clone(), self.locales.clone(), &self.key)
    }

    /// A worker that does every job of the house.
    pub fn worker(&self) -> Worker {
        let operator = &self.settings.operator;
        let room = Postroom {
            desk: self.desk.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: operator.name.clone(),
            emergency_phone: operator.phone.clone(),
            on_call: recipients::on_call(&self.settings),
            follower: self.followers.clone(),
        };
        let board = Noticeboard {
            desk: self.desk.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: operator.name.clone(),
            addresses: recipients::addresses(&self.settings),
        };
        let letters = accounts::jobs::Postroom {
            accounts: self.services.accounts.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: operator.name.clone(),
            phone: operator.phone.clone(),
        };
        let switchboard = Switchboard {
            oncall: self.services.oncall.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: operator.name.clone(),
        };
        let mut handlers = declarations::jobs::handlers(&room);
        handlers.extend(accounts::jobs::handlers(&letters));
        handlers.extend(community::jobs::handlers(&self.services.community));
        handlers.extend(community::letters::handlers(&self.community_letters()));
        handlers.extend(incidents::jobs::handlers(&board));
        handlers.extend(indicators::jobs::handlers(&self.services.indicators));
        handlers.extend(members::jobs::handlers(&self.membership()));
        handlers.extend(oncall::jobs::handlers(&switchboard));
        handlers.extend(publications::jobs::handlers(&self.services.publications));
        handlers.extend(retention::jobs::handlers(&self.services.retention));
        handlers.extend(subscriptions::jobs::handlers(&self.mailing()));
        handlers.extend(tidings::jobs::handlers(&self.telling()));
        Worker::new(self.desk.clone(), handlers)
    }

    /// A worker for what leaves for very many, so that nothing else waits for it.
    pub fn carrier(&self) -> Worker {
        Worker::new(self.desk.clone(), subscriptions::jobs::deliveries(&self.mailing()))
    }

    fn membership(&self) -> members::jobs::Postroom {
        members::jobs::Postroom {
            members: self.services.members.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: self.settings.operator.name.clone(),
        }
    }

    fn community_letters(&self) -> community::letters::Postroom {
        community::letters::Postroom {
            community: self.services.community.clone(),
            accounts: self.services.accounts.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: self.settings.operator.name.clone(),
        }
    }

    fn telling(&self) -> tidings::jobs::Postroom {
        tidings::jobs::Postroom {
            tidings: self.services.tidings.clone(),
            post: self.post.clone(),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: self.settings.operator.name.clone(),
            pages: Arc::new(web::community_address),
        }
    }

    fn mailing(&self) -> subscriptions::jobs::Postroom {
        subscriptions::jobs::Postroom {
            subscriptions: self.services.subscriptions.clone(),
            post: self.post.clone(),
            letters: Letters::at(&self.settings.mail_folder()),
            wording: self.locales.clone(),
            base_url: self.settings.base_url.clone(),
            operator: self.settings.operator.name.clone(),
            pages: Arc::new(web::publication_address),
        }
    }
}

fn oncall(settings: &Settings, desk: &Desk, accounts: &Accounts, incidents: &Incidents) -> Oncall {
    let set = &settings.on_call;
    let people = set.people.iter().map(|(email, address)| (email.to_lowercase(), address.clone())).collect();
    let oncall = OncallSettings {
        webhook: set.webhook.clone(),
        people,
        secret: set.webhook_secret.clone(),
        private: set.webhook_private,
    };
    Oncall::new(desk.clone(), accounts.clone(), incidents.clone(), oncall)
}

fn accounts_settings(settings: &Settings) -> Result<AccountsSettings, Failure> {
    Ok(AccountsSettings {
        demonstration: settings.demo,
        second_factor: !settings.demo,
        issuer: settings.operator.name.clone(),
        base_url: settings.base_url.clone(),
        providers: providers::build(&settings.oidc)?,
        ..AccountsSettings::default()
    })
}

/// The private space, and who belongs to it: each hears of the other.
fn private_space(
    desk: &Desk,
    key: &MasterKey,
    accounts: &Accounts,
    objects: Objects,
    sifter: Sifter,
) -> (Community, Members) {
    // Those who say what members owe are told of nothing.
    let nobody: Vec<Arc<dyn members::events::Follower>> = Vec::new();
    let rules = Members::new(desk.clone(), accounts.clone(), Arc::new(nobody));
    let community = Community::new(desk.clone(), key)
        .heard_by(Arc::new(tidings::Herald::new(desk.clone())))
        .sifted_by(Arc::new(sifter))
        .entered_over(Arc::new(tidings::Dues::new(rules)))
        // In the folder of what is attached to declarations, under the same key: one purge removes from both.
        .keeping(objects);
    let clearing = Arc::new(tidings::Clearing::new(community.clone()));
    let members = Members::new(desk.clone(), accounts.clone(), clearing);
    (community, members)
}

fn post(settings: &Settings) -> Result<Post, Failure> {
    let wrong =
        |refusal: vocabulary::Refusal| Failure::new("understand mail_from (VIGIE_MAIL_FROM)", refusal.code);
    let from = MailAddress::parse(&settings.mail_from).map_err(wrong)?;
    match &settings.smtp_url {
        // The address may hold a password: what is said of it never holds the address.
        Some(url) => Post::smtp(url, from, &settings.operator.name)
            .map_err(|failure| Failure::new("understand smtp_url (VIGIE_SMTP_URL)", failure)),
        None => Ok(Post::files(&settings.mail_folder(), from, &settings.operator.name)),
    }
}
