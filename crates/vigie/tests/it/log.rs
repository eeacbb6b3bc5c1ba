//! What strangers send cannot forge a line of the log, nor speak to the terminal on which it is read.

use storage::on_both_engines;
use tokio::process::Command;

use crate::program::{Served, on};

/// `x`, red, on a line of its own.
const NAME: &str = "x%1b%5b31m%0d%0aFAUX";
const FORM: &str = "content-type: application/x-www-form-urlencoded\r\n";

async fn send(served: &Served) -> String {
    let body = format!("{NAME}=1&{NAME}=2");
    let (status, _) = served.ask("POST /declarer/etape/1", FORM, &body).await.unwrap();
    assert_eq!(status, 400);
    served.says("sent twice").await
}

on_both_engines! {
    async fn abuse_c08_a_line_of_the_log_is_one_line(database) {
        // Where programs read it: JSON, one a line.
        let served = Served::on(&database).await;
        let line: serde_json::Value = serde_json::from_str(&send(&served).await).unwrap();
        assert_eq!(line["fields"]["field"], "x\u{1b}[31m\r\nFAUX", "as it was sent, and no line of its own");
        for line in served.log() {
            assert!(serde_json::from_str::<serde_json::Value>(&line).is_ok(), "{line:?}");
        }
        served.kill().await;

        // Where people read it: on a terminal.
        let mut terminal = Command::new("script");
        terminal.args(["-qec", concat!(env!("CARGO_BIN_EXE_vigie"), " serve"), "/dev/null"]);
        on(&database, &mut terminal);
        let served = Served::by(terminal).await;
        let line = send(&served).await;
        assert!(line.contains("FAUX"), "{line:?}");
        for line in served.log() {
            let line = line.trim_end_matches('\r');
            assert!(!line.contains(char::is_control) && !line.starts_with("FAUX"), "{line:?}");
        }
        served.kill().await;
    }
}
