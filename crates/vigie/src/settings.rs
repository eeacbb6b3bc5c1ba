//! Settings: `vigie.toml`, each also as an environment variable, which wins.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use incidents::Nis2;
use retention::Terms;
use serde::Deserialize;
use tracing_subscriber::{EnvFilter, filter::LevelFilter};
use vocabulary::{Failure, MailAddress, Region};

use crate::{
    delays::Promises,
    providers::{self, ProviderSettings},
};

/// Everything that an operator decides. Nothing of one country's cell is in code: the defaults are those of a trial.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Where pages and API are served. `VIGIE_LISTEN`.
    pub listen: SocketAddr,
    /// The canonical address of the site, without a slash at its end. `VIGIE_BASE_URL`.
    pub base_url: String,
    /// `sqlite://FILE` or `postgres://…`. `VIGIE_DATABASE_URL`; by default, a file of the data directory.
    pub database_url: Option<String>,
    /// Where this node keeps its files. `VIGIE_DATA_DIR`.
    pub data_dir: PathBuf,
    /// `smtp://…` or `smtps://…`; unset, messages are written to files. `VIGIE_SMTP_URL`.
    pub smtp_url: Option<String>,
    /// From whom messages come. `VIGIE_MAIL_FROM`.
    pub mail_from: String,
    /// The key file. `VIGIE_SECRET_FILE`; by default, in the data directory.
    pub secret_file: Option<PathBuf>,
    /// Where attachments are kept: `file://FOLDER`. `VIGIE_OBJECTS_URL`; by default, in the data directory.
    pub objects_url: Option<String>,
    /// Where the head of the trail is anchored, outside the database. `VIGIE_TRAIL_DIR`; by default, in the data directory.
    pub trail_dir: Option<PathBuf>,
    /// Where figures for Prometheus are served. `VIGIE_METRICS_LISTEN`.
    pub metrics_listen: Option<SocketAddr>,
    /// The program that makes PDFs. `VIGIE_TYPESETTER`; by default, `vigie-typeset` beside this one.
    pub typesetter: Option<PathBuf>,
    /// The folder of the operator's look: colours, logo, words at head and foot. `VIGIE_THEME`; by default, our own.
    pub theme: Option<PathBuf>,
    /// What is logged: `info`, `debug`, `vigie=debug,info`. `VIGIE_LOG`.
    pub log: String,
    /// A demonstration: fictitious people, and every page says so. `VIGIE_DEMO`.
    pub demo: bool,
    /// The rules by which declarations are qualified: `2022` or `2017`. `VIGIE_RULE_SET`.
    pub rule_set: String,
    /// Whom NIS 2 obliges: `off`, `declared` (who says that they are an operator of vital importance or of essential services),
    /// `all`. `VIGIE_NIS2`; by default nobody, and in a demonstration `declared`.
    pub nis2: Option<String>,
    /// Where the official extract of the register is downloaded from. `VIGIE_REGISTER_URL`.
    pub register_url: String,
    /// How many proxies of our own stand in front of us: tells which address asks. `VIGIE_TRUSTED_PROXIES`.
    pub trusted_proxies: usize,
    /// Names of the operator's own, which are no trace in an incident: `exemple.fr`, and all below. `VIGIE_OWN_DOMAINS`,
    /// separated by commas.
    pub own_domains: Vec<String>,
    /// Who runs the cell.
    pub operator: Operator,
    /// Who is told.
    pub recipients: Recipients,
    /// How alarms reach whoever is on call, beside mail.
    pub on_call: OnCall,
    /// What the cell promises. `VIGIE_DELAYS_DANGER_MINUTES` and so on.
    pub delays: Promises,
    /// How long what is kept. `VIGIE_RETENTION_INCIDENTS` and so on.
    pub retention: Terms,
    /// Where people may sign in beside here.
    pub oidc: Vec<ProviderSettings>,
}

/// Who runs the cell, as pages and messages say it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Operator {
    /// Its name. `VIGIE_OPERATOR_NAME`.
    pub name: String,
    /// The number to call at any hour. `VIGIE_OPERATOR_PHONE`.
    pub phone: String,
    /// Its mail. `VIGIE_OPERATOR_EMAIL`.
    pub email: String,
    /// Who publishes the site, for the legal notice. `VIGIE_OPERATOR_PUBLISHER`.
    pub publisher: String,
    /// Its postal address. `VIGIE_OPERATOR_ADDRESS`.
    pub address: String,
}

/// Addresses of those whom the rules tell.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Recipients {
    /// The on-call person of the cell. `VIGIE_RECIPIENTS_ON_CALL`.
    pub on_call: String,
    /// FSSI / HFDS. `VIGIE_RECIPIENTS_FSSI`.
    pub fssi: String,
    /// DGS / CORRUSS. `VIGIE_RECIPIENTS_CORRUSS`.
    pub corruss: String,
    /// ANSSI. `VIGIE_RECIPIENTS_ANSSI`.
    pub anssi: String,
    /// Regional agencies, by the INSEE code of their region.
    pub ars: BTreeMap<String, String>,
}

/// Webhooks of alarms.
#[derive(Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OnCall {
    /// Where every alarm is posted. `VIGIE_ON_CALL_WEBHOOK`.
    pub webhook: String,
    /// What signs them (HMAC-SHA-256). `VIGIE_ON_CALL_WEBHOOK_SECRET`.
    pub webhook_secret: String,
    /// Whether these addresses may be on a private network of the operator's own, in `http` too. `VIGIE_ON_CALL_WEBHOOK_PRIVATE`.
    pub webhook_private: bool,
    /// Where the alarms of one person are posted, by the address with which they sign in.
    pub people: BTreeMap<String, String>,
}

impl std::fmt::Debug for OnCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OnCall").field("webhook", &self.webhook).finish_non_exhaustive()
    }
}

impl OnCall {
    /// Letters of the least secret that is taken.
    const LEAST_SECRET: usize = 16;

    fn check(&self) -> Result<(), String> {
        for address in self.people.values().chain([&self.webhook]).filter(|address| !address.is_empty()) {
            let secure = address.starts_with("https://");
            let own = self.webhook_private && address.starts_with("http://");
            if !(secure || own) {
                return Err(format!(
                    "{address:?} is not https (http is taken with webhook_private = true, on a network of your own)"
                ));
            }
            if self.webhook_secret.chars().count() < Self::LEAST_SECRET {
                return Err(format!("webhook_secret must have {} letters at least", Self::LEAST_SECRET));
            }
        }
        Ok(())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            base_url: String::new(),
            database_url: None,
            data_dir: PathBuf::from("./data"),
            smtp_url: None,
            mail_from: "vigie@vigie.example".to_owned(),
            secret_file: None,
            objects_url: None,
            trail_dir: None,
            metrics_listen: None,
            typesetter: None,
            theme: None,
            log: "info".to_owned(),
            demo: false,
            rule_set: "2022".to_owned(),
            nis2: None,
            register_url: directory::Download::default().address,
            trusted_proxies: 0,
            own_domains: Vec::new(),
            operator: Operator::default(),
            recipients: Recipients::default(),
            on_call: OnCall::default(),
            delays: Promises::default(),
            retention: Terms::default(),
            oidc: Vec::new(),
        }
    }
}

impl Default for Operator {
    fn default() -> Self {
        Self {
            name: "Cellule Vigie".to_owned(),
            phone: "01 99 00 20 17".to_owned(),
            email: "cellule@vigie.example".to_owned(),
            publisher: "Vigie (essai)".to_owned(),
            address: "1 rue de l’Exemple, 75000 Paris".to_owned(),
        }
    }
}

impl Settings {
    /// Reads the file, if one is given (or `./vigie.toml` is there), then the environment.
    pub fn read(
        file: Option<&Path>,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Failure> {
        let default = Path::new("vigie.toml");
        let file = file.or_else(|| default.exists().then_some(default));
        let mut settings = match file {
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    Failure::new("read the settings", format!("{}: {error}", path.display()))
                })?;
                toml::from_str(&text).map_err(|error| {
                    Failure::new("understand the settings", format!("{}: {error}", path.display()))
                })?
            }
            None => Self::default(),
        };
        for (name, value) in environment {
            if let Some(name) = name.strip_prefix("VIGIE_") {
                settings.set(name, &value)?;
            }
        }
        if settings.base_url.is_empty() {
            settings.base_url = format!("http://{}", settings.listen);
        }
        settings.check()?;
        Ok(settings)
    }

    fn set(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        fn read<T: std::str::FromStr>(name: &str, value: &str) -> Result<T, Failure> {
            value.parse().map_err(|_| wrong(format!("VIGIE_{name} cannot be {value:?}")))
        }
        let text = || value.to_owned();
        let optional = || (!value.is_empty()).then(|| value.to_owned());
        match name {
            "LISTEN" => self.listen = read(name, value)?,
            "BASE_URL" => self.base_url = text(),
            "DATABASE_URL" => self.database_url = optional(),
            "DATA_DIR" => self.data_dir = PathBuf::from(value),
            "SMTP_URL" => self.smtp_url = optional(),
            "MAIL_FROM" => self.mail_from = text(),
            "SECRET_FILE" => self.secret_file = optional().map(PathBuf::from),
            "OBJECTS_URL" => self.objects_url = optional(),
            "TRAIL_DIR" => self.trail_dir = optional().map(PathBuf::from),
            "METRICS_LISTEN" => {
                self.metrics_listen = optional().map(|value| read(name, &value)).transpose()?;
            }
            "TYPESETTER" => self.typesetter = optional().map(PathBuf::from),
            "THEME" => self.theme = optional().map(PathBuf::from),
            "LOG" => self.log = text(),
            "DEMO" => self.demo = switch(name, value)?,
            "RULE_SET" => self.rule_set = text(),
            "NIS2" => self.nis2 = optional(),
            "REGISTER_URL" => self.register_url = text(),
            "TRUSTED_PROXIES" => self.trusted_proxies = read(name, value)?,
            "OWN_DOMAINS" => {
                self.own_domains = value
                    .split(',')
                    .map(str::trim)
                    .filter(|name| !name.is_empty())
                    .map(str::to_owned)
                    .collect();
            }
            "OPERATOR_NAME" => self.operator.name = text(),
            "OPERATOR_PHONE" => self.operator.phone = text(),
            "OPERATOR_EMAIL" => self.operator.email = text(),
            "OPERATOR_PUBLISHER" => self.operator.publisher = text(),
            "OPERATOR_ADDRESS" => self.operator.address = text(),
            "RECIPIENTS_ON_CALL" => self.recipients.on_call = text(),
            "ON_CALL_WEBHOOK" => self.on_call.webhook = text(),
            "ON_CALL_WEBHOOK_SECRET" => self.on_call.webhook_secret = text(),
            "ON_CALL_WEBHOOK_PRIVATE" => self.on_call.webhook_private = switch(name, value)?,
            "RECIPIENTS_FSSI" => self.recipients.fssi = text(),
            "RECIPIENTS_CORRUSS" => self.recipients.corruss = text(),
            "RECIPIENTS_ANSSI" => self.recipients.anssi = text(),
            // Tests and scripts have variables of their own.
            name if name.starts_with("TEST_") => {}
            _ => {
                let of = |table: &str| name.strip_prefix(table).map(str::to_ascii_lowercase);
                let delay = of("DELAYS_").and_then(|delay| self.delays.set(&delay, value));
                let set =
                    delay.or_else(|| of("RETENTION_").and_then(|term| self.retention.set(&term, value)));
                match set {
                    Some(set) => set.map_err(|why| wrong(format!("VIGIE_{name} {why}")))?,
                    None => return Err(wrong(format!("there is no setting VIGIE_{name}"))),
                }
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Failure> {
        let base = self.base_url.as_str();
        if !(base.starts_with("http://") || base.starts_with("https://")) || base.ends_with('/') {
            return Err(wrong(format!(
                "base_url must be like https://vigie.example, without a slash at its end, not {base:?}"
            )));
        }
        if !matches!(self.rule_set.as_str(), "2017" | "2022") {
            return Err(wrong(format!("rule_set must be \"2022\" or \"2017\", not {:?}", self.rule_set)));
        }
        if self.nis2.as_deref().is_some_and(|nis2| Nis2::from_code(nis2).is_none()) {
            return Err(wrong(format!(
                "nis2 (VIGIE_NIS2) must be \"off\", \"declared\" or \"all\", not {:?}",
                self.nis2.as_deref().unwrap_or_default()
            )));
        }
        if self.rule_set == "2017" && self.nis2() != Nis2::Nobody {
            return Err(wrong(
                "nis2 (VIGIE_NIS2) goes with rule_set \"2022\": the law of 2017 knows no NIS 2".to_owned(),
            ));
        }
        self.delays.check().map_err(|why| wrong(format!("[delays] {why}")))?;
        if let Some(url) = &self.objects_url
            && !url.starts_with("file://")
        {
            return Err(wrong(format!(
                "objects_url must be like file:///var/lib/vigie/objects, not {url:?}"
            )));
        }
        if MailAddress::parse(&self.mail_from).is_err() {
            return Err(wrong(format!(
                "mail_from (VIGIE_MAIL_FROM) must be an address like vigie@cell.example, not {:?}",
                self.mail_from
            )));
        }
        if !self.register_url.strip_prefix("https://").is_some_and(|rest| rest.contains('.')) {
            return Err(wrong(format!(
                "register_url (VIGIE_REGISTER_URL) must be like https://open.example/finess.csv, not {:?}",
                self.register_url
            )));
        }
        check_log(&self.log).map_err(wrong)?;
        providers::check(&self.oidc).map_err(wrong)?;
        self.on_call.check().map_err(|why| wrong(format!("[on_call] {why}")))?;
        self.retention.check().map_err(|why| wrong(format!("[retention] {why}")))?;
        for code in self.recipients.ars.keys() {
            if Region::from_code(code).is_none() {
                return Err(wrong(format!(
                    "[recipients.ars] names {code:?}, which is the code of no region"
                )));
            }
        }
        Ok(())
    }

    /// Whom NIS 2 obliges.
    pub fn nis2(&self) -> Nis2 {
        let shown = self.demo && self.rule_set == "2022";
        let by_default = if shown { Nis2::Declared } else { Nis2::Nobody };
        self.nis2.as_deref().and_then(Nis2::from_code).unwrap_or(by_default)
    }

    /// The address of the database.
    pub fn database_url(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}", self.data_dir.join("vigie.db").display()))
    }

    /// The key file.
    pub fn secret_file(&self) -> PathBuf {
        self.secret_file.clone().unwrap_or_else(|| self.data_dir.join("secret"))
    }

    /// The folder of the attachments.
    pub fn objects_folder(&self) -> PathBuf {
        let given = self.objects_url.as_deref().and_then(|url| url.strip_prefix("file://"));
        given.map_or_else(|| self.data_dir.join("objects"), PathBuf::from)
    }

    /// The folder in which the head of the trail is anchored.
    pub fn trail_folder(&self) -> PathBuf {
        self.trail_dir.clone().unwrap_or_else(|| self.data_dir.join("trail"))
    }

    /// The program that makes PDFs.
    pub fn typesetter(&self) -> PathBuf {
        let beside = || std::env::current_exe().map(|program| program.with_file_name(documents::PROGRAM));
        // Where the system does not say where we are, it finds the other by its name, or says that it does not.
        self.typesetter.clone().or_else(|| beside().ok()).unwrap_or_else(|| PathBuf::from(documents::PROGRAM))
    }

    /// The folder of messages that no server takes.
    pub fn mail_folder(&self) -> PathBuf {
        self.data_dir.join("mail")
    }
}

/// A lone word that is no level would silence everything but a target of that name: it is a typing mistake.
fn check_log(log: &str) -> Result<(), String> {
    let lone = |part: &&str| !part.is_empty() && !part.contains(['=', '[', ':']);
    let mistaken =
        log.split(',').map(str::trim).filter(lone).find(|part| part.parse::<LevelFilter>().is_err());
    if mistaken.is_some() || EnvFilter::try_new(log).is_err() {
        return Err(format!(
            "log (VIGIE_LOG) must be like info, debug (error, warn, trace, off) or web=debug,info, not {log:?}"
        ));
    }
    Ok(())
}

fn switch(name: &str, value: &str) -> Result<bool, Failure> {
    match value.to_ascii_lowercase().as_str() {
        "on" | "true" | "1" | "yes" => Ok(true),
        "off" | "false" | "0" | "no" | "" => Ok(false),
        _ => Err(wrong(format!("VIGIE_{name} is \"on\" or \"off\", not {value:?}"))),
    }
}

fn wrong(why: String) -> Failure {
    Failure::new("understand the settings", why)
}

#[cfg(test)]
mod tests;
