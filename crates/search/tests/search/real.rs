//! The notices of CERT-FR.
