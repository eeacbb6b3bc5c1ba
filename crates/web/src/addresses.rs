//! Every page, once: its French and English addresses, who may see it, and what answers. Router, site plan and tests are
//! made from this one table; a page cannot be added without saying who may see it.

use access::Permission;
use axum::routing::{MethodRouter, get, post};
use vocabulary::Language;

use crate::{
    accounts, community, community::moderation, declarations, editing, events, incidents, indicators,
    members, oncall, pages, privacy, publications, search, site::Site, situation, space, subscriptions,
    trail,
};

/// Who may see a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Anyone.
    Everyone,
    /// The holder of a follow-up code; the page asks others for one.
    Declarant,
    /// Somebody signed in, whatever they are.
    Person,
    /// Somebody signed in, with this permission.
    Staff(Permission),
}

/// A page.
pub struct Page {
    /// Its name in code and in the words: `page-NAME` is its title.
    pub name: &'static str,
    /// Its French address.
    pub fr: &'static str,
    /// Its English address.
    pub en: &'static str,
    /// Who may see it.
    pub access: Access,
    /// Whether it stands in the site plan.
    pub listed: bool,
    pub(crate) handler: fn() -> MethodRouter<Site>,
}

macro_rules! pages {
    ($($name:literal $fr:literal $en:literal $access:expr, $listed:literal, $handler:expr;)*) => {
        /// Every page.
        pub static PAGES: &[Page] = &[$(Page {
            name: $name, fr: $fr, en: $en, access: $access, listed: $listed, handler: || $handler,
        }),*];
    };
}

const READ: Access = Access::Staff(Permission::IncidentRead);
const HANDLE: Access = Access::Staff(Permission::IncidentHandle);
/// To decide about a cause with many facilities.
const DECIDE: Access = Access::Staff(Permission::EventDecide);
const TRANSCRIBE: Access = Access::Staff(Permission::DeclarationTranscribe);
const PLAN: Access = Access::Staff(Permission::OnCallPlan);
const HOLD: Access = Access::Staff(Permission::IncidentHold);
/// What a structure declared, for its own people.
const OWN: Access = Access::Staff(Permission::DeclarationRead);
const NATION: Access = Access::Staff(Permission::NationRead);
const AUDIT: Access = Access::Staff(Permission::TrailRead);
const WRITE: Access = Access::Staff(Permission::PublicationWrite);
/// To read in the private space; to write there.
const BELONG: Access = Access::Staff(Permission::CommunityRead);
const SAY: Access = Access::Staff(Permission::CommunityWrite);
const MODERATE: Access = Access::Staff(Permission::CommunityModerate);
/// To answer for the cell in the private space.
const ANSWER: Access = Access::Staff(Permission::CommunityAnswer);
const MANAGE: Access = Access::Staff(Permission::AccountManage);
/// Whoever has an account, about their own place in the private space.
const JOIN: Access = Access::Staff(Permission::MembershipAsk);
/// Who joins, and who must leave.
const ADMIT: Access = Access::Staff(Permission::MembershipDecide);

pages! {
    "home" "/" "/en" Access::Everyone, true, get(pages::home);
    "declare" "/declarer" "/en/declare" Access::Everyone, true, get(declarations::flow::introduction);
    "triage" "/declarer/dois-je-declarer" "/en/declare/must-i-declare" Access::Everyone, true,
        get(declarations::triage::ask).post(declarations::triage::answer);
    "step" "/declarer/etape/{step}" "/en/declare/step/{step}" Access::Everyone, false,
        get(declarations::flow::show).post(declarations::flow::keep);
    "danger" "/declarer/danger" "/en/declare/danger" Access::Everyone, false, get(declarations::flow::danger);
    "gestures" "/declarer/premiers-gestes" "/en/declare/first-steps" Access::Everyone, true, get(declarations::gestures);
    "paper" "/declarer/formulaire-papier" "/en/declare/paper-form" Access::Everyone, true, get(declarations::paper::show);
    "resume" "/declarer/reprendre" "/en/declare/resume" Access::Everyone, true,
        get(declarations::flow::resume_form).post(declarations::flow::resume);
    "follow" "/suivi" "/en/follow" Access::Declarant, true,
        get(declarations::follow::show).post(declarations::follow::enter);
    "receipt" "/suivi/accuse.pdf" "/en/follow/receipt.pdf" Access::Declarant, false, get(declarations::receipt::show);
    "complete" "/suivi/completer/{stage}" "/en/follow/complete/{stage}" Access::Declarant, false,
        get(declarations::completing::complete_form).post(declarations::completing::complete);
    "attach" "/suivi/fichier" "/en/follow/file" Access::Declarant, false, post(declarations::acting::attach);
    "follow-act" "/suivi/{act}" "/en/follow/{act}" Access::Declarant, false, post(declarations::acting::act);
    "sign-in" "/connexion" "/en/sign-in" Access::Everyone, true, get(accounts::sign_in::form).post(accounts::sign_in::sign_in);
    "passkey-sign-in" "/connexion/cle-d-acces" "/en/sign-in/passkey" Access::Everyone, false,
        post(accounts::passkeys::sign_in);
    "passkey-second-factor" "/connexion/second-facteur/cle-d-acces" "/en/sign-in/second-factor/passkey" Access::Everyone, false,
        post(accounts::passkeys::second_factor);
    "passkey-prove" "/connexion/confirmer/cle-d-acces" "/en/sign-in/confirm/passkey" Access::Person, false,
        post(accounts::passkeys::prove);
    "passkey-add" "/mon-espace/securite/cle-d-acces" "/en/my-space/security/passkey" Access::Person, false,
        post(accounts::passkeys::add);
    "second-factor" "/connexion/second-facteur" "/en/sign-in/second-factor" Access::Everyone, false,
        get(accounts::sign_in::factor_form).post(accounts::sign_in::factor);
    "forgotten" "/connexion/oubli" "/en/sign-in/forgotten" Access::Everyone, false,
        get(accounts::back_in::forgotten_form).post(accounts::back_in::forgotten);
    "invitation" "/invitation" "/en/invitation" Access::Everyone, false,
        get(accounts::back_in::invitation_form).post(accounts::back_in::invitation);
    "provider" "/connexion/fournisseur/{name}" "/en/sign-in/provider/{name}" Access::Everyone, false,
        get(accounts::providers::leave);
    "provider-return" "/connexion/retour/{name}" "/en/sign-in/return/{name}" Access::Everyone, false,
        get(accounts::providers::come_back);
    "prove" "/connexion/confirmer" "/en/sign-in/confirm" Access::Person, false,
        get(accounts::prove::form).post(accounts::prove::prove);
    "space" "/mon-espace" "/en/my-space" Access::Person, false, get(space::show);
    "space-declaration" "/mon-espace/declarations/{reference}" "/en/my-space/declarations/{reference}" OWN, false,
        get(space::declaration);
    "security" "/mon-espace/securite" "/en/my-space/security" Access::Person, false, get(accounts::security::show);
    "authenticator" "/mon-espace/securite/application" "/en/my-space/security/application" Access::Person, false,
        get(accounts::security::authenticator).post(accounts::security::confirm_authenticator);
    "security-act" "/mon-espace/securite/{act}" "/en/my-space/security/{act}" Access::Person, false,
        post(accounts::security::act);
    "my-data" "/mon-espace/donnees" "/en/my-space/data" Access::Person, false, get(privacy::own::show);
    "my-data-export" "/mon-espace/donnees/export.json" "/en/my-space/data/export.json" Access::Person, false,
        get(privacy::own::export);
    "my-data-act" "/mon-espace/donnees/{act}" "/en/my-space/data/{act}" Access::Person, false, post(privacy::own::act);
    "erasures" "/administration/effacements" "/en/administration/erasures" MANAGE, false, get(privacy::erasures::list);
    "erasure-act" "/administration/effacements/{id}/{act}" "/en/administration/erasures/{id}/{act}" MANAGE, false,
        post(privacy::erasures::act);
    "accounts" "/administration/comptes" "/en/administration/accounts" MANAGE, false,
        get(accounts::administration::list);
    "invite" "/administration/comptes/inviter" "/en/administration/accounts/invite" MANAGE, false,
        get(accounts::administration::invite_form).post(accounts::administration::invite);
    "account" "/administration/comptes/{id}" "/en/administration/accounts/{id}" MANAGE, false,
        get(accounts::administration::show);
    "account-act" "/administration/comptes/{id}/{act}" "/en/administration/accounts/{id}/{act}" MANAGE, false,
        post(accounts::administration::act);
    "sign-out" "/deconnexion" "/en/sign-out" Access::Everyone, false, post(accounts::sign_in::sign_out);
    "unit" "/cellule" "/en/unit" READ, false, get(incidents::queue::show);
    "news" "/cellule/nouveautes" "/en/unit/news" READ, false, get(incidents::queue::news);
    "together" "/cellule/ensemble" "/en/unit/together" HANDLE, false, post(incidents::together::act);
    "incident" "/cellule/incidents/{id}" "/en/unit/incidents/{id}" READ, false, get(incidents::pages::show);
    "accesses" "/cellule/incidents/{id}/acces" "/en/unit/incidents/{id}/accesses" Access::Staff(Permission::IncidentAudit),
        false, get(trail::accesses::show);
    "hold" "/cellule/incidents/{id}/conservation" "/en/unit/incidents/{id}/hold" HOLD, false, post(incidents::hold::order);
    "lift" "/cellule/incidents/{id}/conservation/levee" "/en/unit/incidents/{id}/hold/lift" HOLD, false,
        post(incidents::hold::lift);
    "indicators" "/cellule/incidents/{id}/indicateurs" "/en/unit/incidents/{id}/indicators" READ, false,
        get(indicators::pages::show);
    "indicators-text" "/cellule/incidents/{id}/indicateurs.txt" "/en/unit/incidents/{id}/indicators.txt" READ, false,
        get(indicators::pages::text);
    "indicators-preview" "/cellule/incidents/{id}/indicateurs/apercu" "/en/unit/incidents/{id}/indicators/preview" HANDLE, false,
        post(indicators::pages::preview);
    "indicators-add" "/cellule/incidents/{id}/indicateurs/ajout" "/en/unit/incidents/{id}/indicators/add" HANDLE, false,
        post(indicators::pages::add);
    "indicators-share" "/cellule/incidents/{id}/indicateurs/partage" "/en/unit/incidents/{id}/indicators/sharing" HANDLE, false,
        get(indicators::sharing::show).post(indicators::sharing::share);
    "indicators-share-ask" "/cellule/incidents/{id}/indicateurs/partage/demande" "/en/unit/incidents/{id}/indicators/sharing/ask"
        HANDLE, false, post(indicators::sharing::ask);
    "indicator-act" "/cellule/incidents/{id}/indicateurs/{sighting}/{act}" "/en/unit/incidents/{id}/indicators/{sighting}/{act}"
        HANDLE, false, post(indicators::pages::judge);
    "events" "/cellule/evenements" "/en/unit/events" READ, false, get(events::pages::list);
    "event-join" "/cellule/evenements/rattacher" "/en/unit/events/attach" HANDLE, false, post(events::attaching::join);
    "event" "/cellule/evenements/{id}" "/en/unit/events/{id}" READ, false, get(events::pages::show);
    "event-proposals" "/cellule/evenements/{id}/propositions" "/en/unit/events/{id}/proposals" HANDLE, false,
        get(events::attaching::proposals);
    "event-facilities" "/cellule/evenements/{id}/structures" "/en/unit/events/{id}/facilities" HANDLE, false,
        post(events::pasting::paste);
    "event-message" "/cellule/evenements/{id}/message" "/en/unit/events/{id}/message" HANDLE, false,
        post(events::telling::tell);
    "event-decide" "/cellule/evenements/{id}/decision" "/en/unit/events/{id}/decision" DECIDE, false,
        post(events::pages::decide);
    "event-act" "/cellule/evenements/{id}/{act}" "/en/unit/events/{id}/{act}" HANDLE, false, post(events::pages::act);
    "event-new" "/cellule/incidents/{id}/evenement" "/en/unit/incidents/{id}/event" HANDLE, false,
        get(events::opening::form).post(events::opening::open);
    "merge" "/cellule/ensemble/doublon" "/en/unit/together/duplicate" HANDLE, false, post(events::duplicates::merge);
    "duplicates" "/cellule/incidents/{id}/doublons" "/en/unit/incidents/{id}/duplicates" READ, false,
        get(events::duplicates::show);
    "duplicate" "/cellule/incidents/{id}/doublon" "/en/unit/incidents/{id}/duplicate" HANDLE, false,
        post(events::duplicates::attach);
    "duplicate-undo" "/cellule/incidents/{id}/doublon/annulation" "/en/unit/incidents/{id}/duplicate/undo" HANDLE, false,
        post(events::duplicates::undo);
    "exercise" "/cellule/incidents/{id}/exercice" "/en/unit/incidents/{id}/exercise" HANDLE, false,
        post(events::section::exercise);
    "presence" "/cellule/incidents/{id}/presence" "/en/unit/incidents/{id}/presence" HANDLE, false, get(incidents::acting::presence);
    "incident-act" "/cellule/incidents/{id}/{act}" "/en/unit/incidents/{id}/{act}" HANDLE, false,
        post(incidents::acting::act);
    "attachment" "/cellule/fichiers/{id}" "/en/unit/files/{id}" Access::Staff(Permission::AttachmentRead), false,
        get(incidents::pages::download);
    "call-back" "/cellule/rappels/{id}" "/en/unit/call-backs/{id}" HANDLE, false, post(incidents::queue::called_back);
    "call-backs" "/cellule/rappels" "/en/unit/call-backs" HANDLE, false,
        get(oncall::call_backs::show).post(oncall::call_backs::add);
    "call-back-act" "/cellule/rappels/{id}/{act}" "/en/unit/call-backs/{id}/{act}" HANDLE, false, post(oncall::call_backs::act);
    "take-call" "/cellule/appel" "/en/unit/take-call" TRANSCRIBE, false, get(oncall::call::show).post(oncall::call::act);
    "alarms" "/cellule/alarmes" "/en/unit/alarms" HANDLE, false, get(oncall::alarms::show);
    "alarm-act" "/cellule/alarmes/{id}/{act}" "/en/unit/alarms/{id}/{act}" HANDLE, false, post(oncall::alarms::act);
    "on-call" "/cellule/astreintes" "/en/unit/on-call" HANDLE, false, get(oncall::turns::show);
    "on-call-act" "/cellule/astreintes/{act}" "/en/unit/on-call/{act}" PLAN, false, post(oncall::turns::act);
    "handover" "/cellule/releve" "/en/unit/handover" HANDLE, false,
        get(oncall::handovers::show).post(oncall::handovers::close);
    "handover-act" "/cellule/releve/{id}/{act}" "/en/unit/handover/{id}/{act}" HANDLE, false, post(oncall::handovers::sign);
    "region" "/cellule/region" "/en/unit/region" READ, false, get(situation::region::show);
    "region-contacts" "/cellule/region/{code}/contacts" "/en/unit/region/{code}/contacts"
        Access::Staff(Permission::RegionManage), false, post(situation::region::add);
    "region-contact-remove" "/cellule/region/{code}/contacts/{id}/retrait" "/en/unit/region/{code}/contacts/{id}/remove"
        Access::Staff(Permission::RegionManage), false, post(situation::region::remove);
    "nation" "/cellule/nation" "/en/unit/nation" NATION, false, get(situation::nation::show);
    "situation" "/cellule/nation/situation.pdf" "/en/unit/nation/situation.pdf" NATION, false, get(situation::report::show);
    "decide" "/cellule/nation/decisions" "/en/unit/nation/decisions" Access::Staff(Permission::NationDecide), false,
        post(situation::nation::decide);
    "editing" "/redaction" "/en/editing" WRITE, false, get(editing::desk::show);
    "editing-new" "/redaction/nouveau/{kind}" "/en/editing/new/{kind}" WRITE, false,
        get(editing::writing::new).post(editing::writing::begin);
    "editing-preview" "/redaction/apercu/{kind}" "/en/editing/preview/{kind}" WRITE, false, post(editing::preview::show);
    "editing-prefill" "/redaction/remplir" "/en/editing/prefill" WRITE, false, post(editing::prefill::fill);
    "editing-text" "/redaction/{id}" "/en/editing/{id}" WRITE, false,
        get(editing::writing::show).post(editing::writing::write);
    "editing-images" "/redaction/{id}/images" "/en/editing/{id}/images" WRITE, false,
        get(editing::images::show).post(editing::images::add);
    "editing-image-remove" "/redaction/{id}/images/{image}/retrait" "/en/editing/{id}/images/{image}/remove" WRITE, false,
        post(editing::images::remove);
    "editing-review" "/redaction/{id}/relecture" "/en/editing/{id}/review" WRITE, false, get(editing::review::show);
    "editing-act" "/redaction/{id}/{act}" "/en/editing/{id}/{act}" WRITE, false, post(editing::review::act);
    "alerts" "/alertes" "/en/alerts" Access::Everyone, true, get(publications::listing::alerts);
    "alerts-feed" "/alertes/{feed}" "/en/alerts/{feed}" Access::Everyone, false, get(publications::feeds::alerts);
    "alert" "/alertes/{year}/{slug}" "/en/alerts/{year}/{slug}" Access::Everyone, false, get(publications::reading::alert);
    "bulletins" "/bulletins" "/en/bulletins" Access::Everyone, true, get(publications::listing::bulletins);
    "bulletins-feed" "/bulletins/{feed}" "/en/bulletins/{feed}" Access::Everyone, false, get(publications::feeds::bulletins);
    "bulletin" "/bulletins/{year}/{slug}" "/en/bulletins/{year}/{slug}" Access::Everyone, false,
        get(publications::reading::bulletin);
    "watch-news" "/actualites" "/en/news" Access::Everyone, true, get(publications::listing::news);
    "watch-news-feed" "/actualites/{feed}" "/en/news/{feed}" Access::Everyone, false, get(publications::feeds::news);
    "watch-news-one" "/actualites/{year}/{slug}" "/en/news/{year}/{slug}" Access::Everyone, false,
        get(publications::reading::news);
    "cards" "/fiches-reflexes" "/en/response-cards" Access::Everyone, true, get(publications::listing::cards);
    "card" "/fiches-reflexes/{slug}" "/en/response-cards/{slug}" Access::Everyone, false, get(publications::reading::card);
    "guides" "/guides" "/en/guides" Access::Everyone, true, get(publications::listing::guides);
    "guide" "/guides/{slug}" "/en/guides/{slug}" Access::Everyone, false, get(publications::reading::guide);
    "products" "/produits" "/en/products" Access::Everyone, true, get(publications::products::list);
    "vendor" "/produits/{vendor}" "/en/products/{vendor}" Access::Everyone, false, get(publications::products::vendor);
    "product" "/produits/{vendor}/{product}" "/en/products/{vendor}/{product}" Access::Everyone, false,
        get(publications::products::product);
    "product-feed" "/produits/{vendor}/{product}/{feed}" "/en/products/{vendor}/{product}/{feed}" Access::Everyone, false,
        get(publications::feeds::of_product);
    "image" "/images/{id}" "/en/images/{id}" Access::Everyone, false, get(publications::images::show);
    "search" "/recherche" "/en/search" Access::Everyone, true, get(search::show);
    "feed" "/flux.xml" "/en/feed.xml" Access::Everyone, true, get(publications::feeds::all);
    "offline" "/hors-ligne" "/en/offline" Access::Everyone, false, get(pages::offline);
    "trail" "/administration/trace" "/en/administration/trail" AUDIT, false, get(trail::search::show);
    "trail-verify" "/administration/trace/verifier" "/en/administration/trail/verify" AUDIT, false,
        post(trail::search::verify);
    "trail-csv" "/administration/trace.csv" "/en/administration/trail.csv" AUDIT, false, get(trail::export::csv);
    "trail-ndjson" "/administration/trace.ndjson" "/en/administration/trail.ndjson" AUDIT, false,
        get(trail::export::ndjson);
    "subscribe" "/abonnements" "/en/subscriptions" Access::Everyone, true,
        get(subscriptions::form).post(subscriptions::ask);
    "subscription-confirm" "/abonnements/confirmer" "/en/subscriptions/confirm" Access::Everyone, false,
        get(subscriptions::confirm_form).post(subscriptions::confirm);
    "subscription-change" "/abonnements/modifier" "/en/subscriptions/change" Access::Everyone, false,
        get(subscriptions::change_form).post(subscriptions::change);
    "unsubscribe" "/abonnements/desinscription" "/en/subscriptions/unsubscribe" Access::Everyone, false,
        get(subscriptions::end_form).post(subscriptions::end);
    "sent" "/redaction/envois" "/en/editing/sent" Access::Staff(Permission::PublicationWrite), false,
        get(subscriptions::sent::show);
    "community" "/communaute" "/en/community" BELONG, false, get(community::home::show);
    "community-groups" "/communaute/groupes" "/en/community/groups" BELONG, false, get(community::groups::list);
    "community-group-new" "/communaute/nouveau-groupe" "/en/community/new-group" SAY, false,
        get(community::groups::new).post(community::groups::create);
    "community-group" "/communaute/groupes/{slug}" "/en/community/groups/{slug}" BELONG, false, get(community::groups::show);
    "community-group-change" "/communaute/groupes/{slug}/modifier" "/en/community/groups/{slug}/change" SAY, false,
        get(community::groups::change_form).post(community::groups::change);
    "community-members" "/communaute/groupes/{slug}/membres" "/en/community/groups/{slug}/members" BELONG, false,
        get(community::people::show);
    "community-seat" "/communaute/groupes/{slug}/membres/{act}" "/en/community/groups/{slug}/members/{act}" SAY, false,
        post(community::people::act);
    "community-write" "/communaute/groupes/{slug}/ecrire" "/en/community/groups/{slug}/write" SAY, false,
        get(community::writing::show).post(community::writing::write);
    "community-library" "/communaute/groupes/{slug}/bibliotheque" "/en/community/groups/{slug}/library" BELONG, false,
        get(community::library::list);
    "community-report" "/communaute/groupes/{slug}/retex" "/en/community/groups/{slug}/experience-report" SAY, false,
        get(community::writing::report_form).post(community::writing::report);
    "community-document" "/communaute/documents/{id}" "/en/community/documents/{id}" BELONG, false,
        get(community::library::show);
    "community-document-file" "/communaute/documents/{id}/fichier" "/en/community/documents/{id}/file" BELONG, false,
        get(community::library::take);
    "community-document-act" "/communaute/documents/{id}/{act}" "/en/community/documents/{id}/{act}" SAY, false,
        post(community::library::act);
    "community-group-act" "/communaute/groupes/{slug}/{act}" "/en/community/groups/{slug}/{act}" SAY, false,
        post(community::groups::act);
    "community-thread" "/communaute/fils/{id}" "/en/community/threads/{id}" BELONG, false,
        get(community::threads::show).post(community::threads::reply);
    "community-thread-act" "/communaute/fils/{id}/{act}" "/en/community/threads/{id}/{act}" SAY, false,
        post(community::threads::act);
    "community-post" "/communaute/messages/{id}" "/en/community/messages/{id}" BELONG, false, get(community::posts::show);
    "community-edit" "/communaute/messages/{id}/modifier" "/en/community/messages/{id}/change" SAY, false,
        get(community::posts::edit_form).post(community::posts::edit);
    "community-mark" "/communaute/messages/{id}/marque" "/en/community/messages/{id}/mark" SAY, false,
        get(community::marking::show).post(community::marking::change);
    "community-versions" "/communaute/messages/{id}/versions" "/en/community/messages/{id}/versions" BELONG, false,
        get(community::posts::versions);
    "community-post-act" "/communaute/messages/{id}/{act}" "/en/community/messages/{id}/{act}" SAY, false,
        post(community::posts::act);
    "community-bookmarks" "/communaute/favoris" "/en/community/bookmarks" BELONG, false, get(community::finding::bookmarks);
    "community-search" "/communaute/recherche" "/en/community/search" BELONG, false, get(community::finding::search);
    "community-notifications" "/communaute/notifications" "/en/community/notifications" SAY, false,
        get(community::notifications::show).post(community::notifications::choose);
    "community-indicators" "/communaute/indicateurs" "/en/community/indicators" SAY, false,
        get(community::indicators::show).post(community::indicators::judge);
    "community-indicators-csv" "/communaute/indicateurs.csv" "/en/community/indicators.csv" SAY, false,
        get(community::indicators::file);
    "community-questions" "/communaute/questions" "/en/community/questions" BELONG, false, get(community::questions::show);
    "community-ask" "/communaute/questions/poser" "/en/community/questions/ask" SAY, false,
        get(community::writing::ask).post(community::writing::question);
    "post-report" "/communaute/messages/{id}/signaler" "/en/community/messages/{id}/report" SAY, false,
        get(moderation::reporting::form).post(moderation::reporting::send);
    "for-me" "/communaute/pour-moi" "/en/community/for-me" SAY, false, get(moderation::own::show);
    "for-me-act" "/communaute/pour-moi/{id}/{act}" "/en/community/for-me/{id}/{act}" SAY, false, post(moderation::own::act);
    "moderation-log" "/communaute/journal-de-moderation" "/en/community/moderation-log" BELONG, false, get(moderation::log::show);
    "moderation" "/communaute/moderation" "/en/community/moderation" MODERATE, false, get(moderation::cases::list);
    "moderation-case" "/communaute/moderation/messages/{id}" "/en/community/moderation/messages/{id}" MODERATE, false,
        get(moderation::cases::show).post(moderation::cases::judge);
    "moderation-act" "/communaute/moderation/messages/{id}/{act}" "/en/community/moderation/messages/{id}/{act}" MODERATE, false,
        post(moderation::cases::act);
    "moderation-names" "/communaute/moderation/noms" "/en/community/moderation/names" MODERATE, false,
        get(moderation::names::list);
    "moderation-name-act" "/communaute/moderation/noms/{id}/{act}" "/en/community/moderation/names/{id}/{act}" MODERATE, false,
        post(moderation::names::act);
    "thread-raise" "/communaute/fils/{id}/remonter" "/en/community/threads/{id}/raise" ANSWER, false,
        get(moderation::raising::show).post(moderation::raising::ask);
    "thread-raise-act" "/communaute/fils/{id}/remonter/{act}" "/en/community/threads/{id}/raise/{act}" ANSWER, false,
        post(moderation::raising::act);
    "charter" "/communaute/charte" "/en/community/code-of-conduct" Access::Everyone, true, get(members::charter::show);
    "join" "/communaute/rejoindre" "/en/community/join" JOIN, false, get(members::joining::show).post(members::joining::ask);
    "join-act" "/communaute/rejoindre/{act}" "/en/community/join/{act}" JOIN, false, post(members::joining::act);
    "vouching" "/communaute/parrainages" "/en/community/vouching" JOIN, false, get(members::vouching::show);
    "vouch" "/communaute/parrainages/{id}" "/en/community/vouching/{id}" JOIN, false, post(members::vouching::say);
    "membership" "/communaute/mon-adhesion" "/en/community/my-membership" JOIN, false, get(members::own::show);
    "membership-act" "/communaute/mon-adhesion/{act}" "/en/community/my-membership/{act}" JOIN, false, post(members::own::act);
    "members" "/communaute/membres" "/en/community/members" Access::Staff(Permission::CommunityRead), false,
        get(members::listing::show);
    "admissions" "/cellule/adhesions" "/en/unit/memberships" ADMIT, false, get(members::deciding::list);
    "admission" "/cellule/adhesions/{id}" "/en/unit/memberships/{id}" ADMIT, false, get(members::deciding::show);
    "admission-act" "/cellule/adhesions/{id}/{act}" "/en/unit/memberships/{id}/{act}" ADMIT, false, post(members::deciding::act);
    "member" "/cellule/membres/{id}" "/en/unit/members/{id}" ADMIT, false,
        get(members::deciding::member).post(members::deciding::remove);
    "accessibility" "/accessibilite" "/en/accessibility" Access::Everyone, true, get(pages::accessibility);
    "legal" "/mentions-legales" "/en/legal-notice" Access::Everyone, true, get(pages::legal);
    "privacy" "/donnees-personnelles" "/en/personal-data" Access::Everyone, true, get(privacy::page);
    "plan" "/plan-du-site" "/en/site-map" Access::Everyone, true, get(pages::plan);
}

impl Page {
    /// Its address in a language.
    pub const fn address(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }
}

/// The address of a page by its name, its parameters filled in order.
pub(crate) fn href(name: &str, language: Language, parameters: &[&str]) -> String {
    let Some(page) = PAGES.iter().find(|page| page.name == name) else {
        tracing::error!(name, "a page that does not exist is linked to");
        return "/".to_owned();
    };
    fill(page.address(language), parameters)
}

fn fill(pattern: &str, parameters: &[&str]) -> String {
    let mut parameters = parameters.iter();
    let parts = pattern
        .split('/')
        .map(|part| if part.starts_with('{') { parameters.next().copied().unwrap_or("") } else { part });
    parts.collect::<Vec<_>>().join("/")
}

/// The page that answers this path, whatever its language: as in the router, one that says it word by word comes first.
pub(crate) fn page_at(path: &str) -> Option<&'static Page> {
    let fits = PAGES.iter().filter_map(|page| {
        let found = [page.fr, page.en].into_iter().find_map(|pattern| parameters(pattern, path))?;
        Some((found.len(), page))
    });
    fits.min_by_key(|(parameters, _)| *parameters).map(|(_, page)| page)
}

/// What fills the parameters of a pattern in this path, when it fits.
fn parameters<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let (pattern, path) = (pattern.split('/').collect::<Vec<_>>(), path.split('/').collect::<Vec<_>>());
    let mut parameters = Vec::new();
    let fits = pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(pattern, part)| {
            if pattern.starts_with('{') {
                parameters.push(part);
                true
            } else {
                *pattern == part
            }
        });
    fits.then_some(parameters)
}

/// The same page in the other language, for a path that one of the pages answers.
pub(crate) fn twin(path: &str, to: Language) -> Option<String> {
    PAGES.iter().find_map(|page| {
        let from = if to == Language::Fr { page.en } else { page.fr };
        parameters(from, path).map(|parameters| fill(page.address(to), &parameters))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_has_a_twin_that_leads_back() {
        for page in PAGES {
            let parameters = page.fr.matches('{').count();
            assert_eq!(parameters, page.en.matches('{').count(), "{}", page.name);
            let given = vec!["x"; parameters];
            let (fr, en) = (href(page.name, Language::Fr, &given), href(page.name, Language::En, &given));
            // "/suivi/completer/x" and its like come before "/suivi/{act}" in the router, not here: same length only.
            assert_eq!(
                twin(&fr, Language::En).unwrap().matches('/').count(),
                en.matches('/').count(),
                "{}",
                page.name
            );
            assert!(page.en == "/en" || page.en.starts_with("/en/"), "{}", page.name);
        }
        assert_eq!(twin("/declarer/etape/2", Language::En).as_deref(), Some("/en/declare/step/2"));
        assert_eq!(twin("/nulle-part", Language::En), None);
        let at = |path| page_at(path).map(|page| page.name);
        assert_eq!(at("/en/unit/incidents/1f/accesses"), Some("accesses"), "and not an act of that name");
        assert_eq!(at("/cellule/incidents/1f/note"), Some("incident-act"));
        assert_eq!((at("/nulle-part"), at("/cellule/")), (None, None));
    }
}
