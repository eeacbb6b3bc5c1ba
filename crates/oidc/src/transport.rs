//! How one speaks to a provider: bounded in size and time, without redirects and without the environment's proxies.

use std::{fmt::Debug, time::Duration};

use openidconnect::http;
use ureq::{Agent, config::Config};

/// What is asked of a provider.
pub type Request = http::Request<Vec<u8>>;
/// What it answers.
pub type Response = http::Response<Vec<u8>>;

/// The most that a provider may answer: its documents are a few kilobytes.
const MOST_BYTES: u64 = 512 << 10;
/// How long a person who waits at a page may wait for it.
const PATIENCE: Duration = Duration::from_secs(8);

/// Nobody answered, or not in time, or too much.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct Unreachable(pub String);

/// Carries requests to a provider.
pub trait Transport: Debug + Send + Sync {
    /// Asks once.
    fn call(&self, request: Request) -> Result<Response, Unreachable>;
}

/// The network. Private addresses are allowed: providers are the operator's own setting.
#[derive(Debug)]
pub struct Web {
    agent: Agent,
}

impl Web {
    /// To a provider over https, or on this very machine.
    pub fn new(https_only: bool) -> Self {
        let config = Config::builder()
            .proxy(None)
            .https_only(https_only)
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent("vigie")
            .timeout_connect(Some(Duration::from_secs(4)))
            .timeout_global(Some(PATIENCE))
            .build();
        Self { agent: Agent::new_with_config(config) }
    }
}

impl Transport for Web {
    fn call(&self, request: Request) -> Result<Response, Unreachable> {
        let broken = |error: ureq::Error| Unreachable(error.to_string());
        let (parts, body) = request.into_parts();
        let answer = if body.is_empty() {
            self.agent.run(http::Request::from_parts(parts, ()))
        } else {
            self.agent.run(http::Request::from_parts(parts, body))
        };
        let (parts, body) = answer.map_err(broken)?.into_parts();
        let bytes = body.into_with_config().limit(MOST_BYTES).read_to_vec().map_err(broken)?;
        Ok(http::Response::from_parts(parts, bytes))
    }
}
