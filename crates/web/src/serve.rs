//! The site behind an address.

use std::{future::Future, io, net::SocketAddr};

use tokio::net::TcpListener;

use crate::{router, site::Site};

/// Answers on `listener` until `stop` is over; what was accepted before is finished first.
///
/// # Errors
/// When the listener itself breaks.
pub async fn serve(
    listener: TcpListener,
    site: Site,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let application = router(site).into_make_service_with_connect_info::<SocketAddr>();
    axum::serve(listener, application).with_graceful_shutdown(stop).await
}
