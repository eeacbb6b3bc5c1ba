//! Encryption that is not right ends the delivery.

use mail::{
    Post,
    testing::{Encryption, Sink},
};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};

use crate::ground::{Folder, from, message};

/// An authority of our own.
fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}

fn parameters(host: &str) -> CertificateParams {
    CertificateParams::new(vec![host.to_owned()]).unwrap()
}

/// Key and certificate, signed by an authority or by itself.
fn pem(parameters: &CertificateParams, authority: Option<&CertifiedIssuer<'static, KeyPair>>) -> String {
    let key = KeyPair::generate().unwrap();
    let certificate = match authority {
        Some(authority) => parameters.signed_by(&key, authority),
        None => parameters.self_signed(&key),
    };
    format!("{}{}", key.serialize_pem(), certificate.unwrap().pem())
}

/// Whether a message arrives at a server that shows this, by a sender that trusts the authority.
async fn arrives(
    encryption: Encryption,
    shown: &str,
    trusted: Option<&CertifiedIssuer<'static, KeyPair>>,
) -> bool {
    let folder = Folder::new();
    let sink = Sink::encrypted(folder.path(), encryption, shown);
    let scheme = if encryption == Encryption::Wrapped { "smtps" } else { "smtp" };
    let mut url = format!("{scheme}://127.0.0.1:{}", sink.port());
    if let Some(authority) = trusted {
        let path = folder.path().join("authority.pem");
        std::fs::write(&path, authority.pem()).unwrap();
        url.push_str(&format!("?ca={}", path.display()));
    }
    let sent = Post::smtp(&url, from(), "Cellule").unwrap().send(&message("rssi@vigie.example")).await;
    assert_eq!(sent.is_ok(), sink.messages().len() == 1, "{sent:?}");
    if let Err(undelivered) = &sent {
        assert!(!undelivered.permanent, "a certificate can be mended: {undelivered:?}");
        assert!(undelivered.reason.contains("certificate"), "it is said: {undelivered:?}");
    }
    sent.is_ok()
}

#[tokio::test]
async fn abuse_e08_a_certificate_that_is_not_right_ends_it() {
    let ours = authority();
    let right = parameters("127.0.0.1");
    let mut expired = parameters("127.0.0.1");
    expired.not_before = date_time_ymd(2017, 10, 1);
    expired.not_after = date_time_ymd(2018, 10, 1);
    let other_host = pem(&parameters("mail.vigie.example"), Some(&ours));
    for encryption in [Encryption::Wrapped, Encryption::Offered] {
        assert!(arrives(encryption, &pem(&right, Some(&ours)), Some(&ours)).await, "{encryption:?}: right");
        assert!(!arrives(encryption, &pem(&right, None), None).await, "{encryption:?}: self-signed");
        assert!(!arrives(encryption, &pem(&right, None), Some(&ours)).await, "{encryption:?}: nobody's");
        assert!(!arrives(encryption, &pem(&right, Some(&ours)), None).await, "{encryption:?}: not trusted");
        assert!(
            !arrives(encryption, &pem(&expired, Some(&ours)), Some(&ours)).await,
            "{encryption:?}: expired"
        );
        assert!(!arrives(encryption, &other_host, Some(&ours)).await, "{encryption:?}: another host");
    }
}

#[tokio::test]
async fn abuse_e08_a_server_without_the_encryption_that_was_asked_for_gets_nothing() {
    let folder = Folder::new();
    let sink = Sink::start(folder.path());
    for url in [
        format!("{}?tls=required", sink.url()),
        // A password goes over no open line unless somebody wrote tls=never.
        format!("smtp://cellule:right@127.0.0.1:{}", sink.port()),
    ] {
        let post = Post::smtp(&url, from(), "Cellule").unwrap();
        assert!(!post.send(&message("rssi@vigie.example")).await.unwrap_err().permanent);
    }
    assert!(sink.messages().is_empty());
}
