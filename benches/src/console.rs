//! Somebody of the cell at a browser: signed in, with cookies, and the tokens that forms ask for.

use std::{collections::BTreeMap, net::SocketAddr};

use accounts::Accounts;

use crate::{
    Outcome,
    http::{Answer, Connection},
};

/// A browser on one connection, from an address of its own: whoever serves trusts one proxy.
pub struct Console {
    connection: Connection,
    cookies: BTreeMap<String, String>,
    from: String,
}

impl Console {
    /// Signs in as somebody of the demonstration.
    pub async fn sign_in(address: SocketAddr, name: &str, number: usize) -> Outcome<Self> {
        let from = format!("2001:db8:c::{number:x}");
        let connection = Connection::open(address).await?;
        let mut console = Self { connection, cookies: BTreeMap::new(), from };
        let page = console.get("/connexion").await?;
        let form = format!(
            "email={name}%40vigie.example&password={}&jeton={}",
            Accounts::DEMONSTRATION_PASSWORD,
            token(&page)?
        );
        let answer = console.post("/connexion", &form).await?;
        if answer.status != 303 {
            return Err(format!("signing in as {name}: {}", answer.status).into());
        }
        Ok(console)
    }

    pub async fn get(&mut self, path: &str) -> Outcome<Answer> {
        let headers = self.headers();
        let answer = self.connection.get(path, &headers).await?;
        self.keep(&answer);
        Ok(answer)
    }

    pub async fn post(&mut self, path: &str, form: &str) -> Outcome<Answer> {
        let headers = format!("{}Sec-Fetch-Site: same-origin\r\n", self.headers());
        let answer = self.connection.post(path, &headers, form).await?;
        self.keep(&answer);
        Ok(answer)
    }

    /// A page that must be there, as text.
    pub async fn page(&mut self, path: &str) -> Outcome<String> {
        let answer = self.get(path).await?;
        if answer.status != 200 {
            return Err(format!("{path}: {}", answer.status).into());
        }
        Ok(answer.text())
    }

    /// Listens to what is new, on a connection of its own as browsers do.
    pub async fn listen(&self, path: &str) -> Outcome<Connection> {
        let mut connection = Connection::open(self.connection.address()).await?;
        connection.listen(path, &self.headers()).await?;
        Ok(connection)
    }

    fn headers(&self) -> String {
        let cookies: Vec<String> =
            self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        format!("Cookie: {}\r\nX-Forwarded-For: {}\r\n", cookies.join("; "), self.from)
    }

    fn keep(&mut self, answer: &Answer) {
        let lines = answer.head.lines().filter_map(|line| line.split_once(':'));
        for (_, cookie) in lines.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie")) {
            let pair = cookie.split(';').next().and_then(|pair| pair.trim().split_once('='));
            if let Some((name, value)) = pair {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}

/// The token of a form on a page.
pub fn token(page: &Answer) -> Outcome<String> {
    Ok(between(&page.text(), "name=\"jeton\" value=\"", "\"").ok_or("no form on a page")?)
}

/// What stands between two texts, the first time.
pub fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let (_, rest) = text.split_once(before)?;
    rest.split_once(after).map(|(found, _)| found.to_owned())
}
