//! `[[oidc]]` in the settings: where people may sign in beside here.

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use accounts::{AttestedFacilities, Provider};
use oidc::{Client, Profile, Secret};
use serde::Deserialize;
use vocabulary::Failure;

/// A provider of identities, as the operator describes it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderSettings {
    /// Its name in addresses: small letters, digits and hyphens.
    pub name: String,
    /// Its name as people read it.
    pub label: String,
    /// Who it is: the address before `/.well-known/…`.
    pub issuer: String,
    /// Who we are there.
    pub client_id: String,
    /// What proves it, or the file that holds it.
    #[serde(default)]
    pub client_secret: Secret,
    pub client_secret_file: Option<PathBuf>,
    /// `generic` or `pro-sante-connect`.
    #[serde(default)]
    pub profile: Profile,
    /// Levels of assurance to ask for; those of Pro Santé Connect by default.
    pub acr_values: Option<Vec<String>>,
    /// Whether its sign-in counts as a second factor when it says that it was one; by default with Pro Santé Connect only.
    pub second_factor: Option<bool>,
    /// What becomes of the facilities that it attests: `propose` or `grant`.
    #[serde(default)]
    pub facilities: Facilities,
}

/// What becomes of attested facilities, as it is written.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facilities {
    #[default]
    Propose,
    Grant,
}

impl ProviderSettings {
    fn secret(&self) -> Result<Secret, String> {
        let secret = match &self.client_secret_file {
            Some(file) => std::fs::read_to_string(file)
                .map_err(|error| format!("client_secret_file {}: {error}", file.display()))?
                .trim()
                .to_owned(),
            None => self.client_secret.0.clone(),
        };
        if secret.is_empty() {
            Err("give client_secret or client_secret_file".to_owned())
        } else {
            Ok(Secret(secret))
        }
    }

    fn build(&self) -> Result<Provider, String> {
        let levels = match (&self.acr_values, self.profile) {
            (Some(levels), _) => levels.clone(),
            (None, Profile::ProSanteConnect) => vec!["eidas1".to_owned()],
            (None, Profile::Generic) => Vec::new(),
        };
        let client = Client::new(oidc::Settings {
            issuer: self.issuer.clone(),
            client_id: self.client_id.clone(),
            client_secret: self.secret()?,
            profile: self.profile,
            acr_values: levels,
        })?;
        Ok(Provider {
            name: self.name.clone(),
            label: self.label.clone(),
            second_factor: self.second_factor,
            facilities: match self.facilities {
                Facilities::Propose => AttestedFacilities::Propose,
                Facilities::Grant => AttestedFacilities::Grant,
            },
            client: Arc::new(client),
        })
    }
}

/// What is wrong with them, without asking anybody.
pub fn check(all: &[ProviderSettings]) -> Result<(), String> {
    let mut names = BTreeSet::new();
    for settings in all {
        let name = settings.name.as_str();
        let plain = name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        if name.is_empty() || !plain || !names.insert(name) {
            return Err(format!(
                "[[oidc]] name must be its own, of small letters, digits and hyphens, not {name:?}"
            ));
        }
        let label = settings.label.trim();
        if label.is_empty() || label.chars().count() > 60 || label.chars().any(char::is_control) {
            return Err(format!("[[oidc]] {name}: label must be a name of 60 characters at most"));
        }
        settings.build().map_err(|why| format!("[[oidc]] {name}: {why}"))?;
    }
    Ok(())
}

/// The providers, ready to be asked.
pub fn build(all: &[ProviderSettings]) -> Result<Vec<Provider>, Failure> {
    let built = all.iter().map(ProviderSettings::build).collect::<Result<_, _>>();
    built.map_err(|why| Failure::new("understand the settings", format!("[[oidc]] {why}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct File {
        oidc: Vec<ProviderSettings>,
    }

    fn read(more: &str) -> Result<(), String> {
        let text = format!(
            "[[oidc]]\nname = \"psc\"\nlabel = \"Pro Santé Connect\"\nissuer = \"https://auth.example\"\n\
             client_id = \"vigie\"\n{more}"
        );
        let file: File = toml::from_str(&text).map_err(|error| error.to_string())?;
        check(&file.oidc)
    }

    #[test]
    fn a_provider_is_described_or_what_is_wrong_is_said() {
        let secret = "client_secret = \"s3cret\"\n";
        read(secret).unwrap();
        read(&format!(
            "{secret}profile = \"pro-sante-connect\"\nfacilities = \"grant\"\nsecond_factor = false"
        ))
        .unwrap();
        for (more, said) in [
            (String::new(), "client_secret"),
            ("client_secret_file = \"/nowhere/at/all\"".to_owned(), "/nowhere/at/all"),
            (format!("{secret}profile = \"another\""), "another"),
            (format!("{secret}scopes = \"openid\""), "scopes"),
            (
                format!(
                    "{secret}[[oidc]]\nname = \"psc\"\nlabel = \"L\"\nissuer = \"https://b.example\"\nclient_id = \"v\"\n{secret}"
                ),
                "its own",
            ),
            (
                format!(
                    "{secret}[[oidc]]\nname = \"b/c\"\nlabel = \"L\"\nissuer = \"https://b.example\"\nclient_id = \"v\"\n{secret}"
                ),
                "b/c",
            ),
            (
                format!(
                    "{secret}[[oidc]]\nname = \"b\"\nlabel = \"L\"\nissuer = \"http://b.example\"\nclient_id = \"v\"\n{secret}"
                ),
                "https",
            ),
        ] {
            let wrong = read(&more).unwrap_err();
            assert!(wrong.contains(said), "{more}: {wrong}");
            assert!(!wrong.contains("s3cret"), "{wrong}");
        }
    }
}
