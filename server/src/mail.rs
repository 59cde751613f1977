//! Sends letters: by SMTP, or, in a demo, into a folder where they can be read.

use crate::boot::Settings;
use async_trait::async_trait;
use lettre::message::Mailbox;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use market::outbox::JobId;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

/// How long a mail server may take for one letter, whatever it does meanwhile: within the lease of a job, with those before it.
const SEND_MAX: Duration = Duration::from_secs(20);

/// Sends letters; cheap to clone.
#[derive(Clone)]
pub struct Mailer(Arc<dyn Carrier>);

/// A way that letters go.
#[async_trait]
pub trait Carrier: Send + Sync {
    /// Carries a letter. The id makes a repeated letter the same letter.
    ///
    /// # Errors
    /// What the other side says; never the address or the text.
    async fn carry(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String>;
}

struct Folder(PathBuf);

struct Smtp {
    server: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    patience: Duration,
}

impl Mailer {
    /// By a way.
    #[must_use]
    pub fn by(carrier: impl Carrier + 'static) -> Self {
        Self(Arc::new(carrier))
    }

    /// The way that the settings name.
    ///
    /// # Errors
    /// A sentence: no mail server in production, or settings that cannot be read.
    pub fn from_settings(settings: &Settings) -> Result<Self, String> {
        match &settings.smtp {
            Some(url) => {
                let server = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)
                    .map_err(|error| format!("SHANHUO_SMTP cannot be read: {error}"))?;
                let from =
                    settings.mail_from.parse().map_err(|error| format!("The sender of the mail cannot be read: {error}"))?;
                Ok(Self::by(Smtp { server: server.build(), from, patience: SEND_MAX }))
            }
            None if settings.is_production() => Err("A market for real needs a mail server: set SHANHUO_SMTP.".to_owned()),
            None => {
                let folder = settings.data.join("mail");
                std::fs::create_dir_all(&folder).map_err(|error| format!("The mail folder cannot be made: {error}"))?;
                Ok(Self::by(Folder(folder)))
            }
        }
    }

    /// Sends a letter. The id makes a repeated letter the same letter.
    ///
    /// # Errors
    /// What the mail server says; never the address or the text.
    pub async fn send(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        self.0.carry(id, to, subject, text).await
    }
}

#[async_trait]
impl Carrier for Folder {
    async fn carry(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        let file = self.0.join(format!("{id}.eml"));
        let fresh = self.0.join(format!("{id}.new"));
        tokio::fs::write(&fresh, format!("To: {to}\r\nSubject: {subject}\r\n\r\n{text}\r\n"))
            .await
            .map_err(|error| error.to_string())?;
        tokio::fs::rename(fresh, file).await.map_err(|error| error.to_string())
    }
}

#[async_trait]
impl Carrier for Smtp {
    async fn carry(&self, id: JobId, to: &str, subject: &str, text: &str) -> Result<(), String> {
        let to: Mailbox = to.parse().map_err(|_| "no e-mail address, and no text message service is set up".to_owned())?;
        let host = self.from.email.domain().to_owned();
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(subject)
            .message_id(Some(format!("<{id}@{host}>")))
            .header(lettre::message::header::ContentType::TEXT_PLAIN)
            .body(text.to_owned())
            .map_err(|error| format!("the letter cannot be written: {error}"))?;
        // The transport's own limit is that of the connection alone.
        match tokio::time::timeout(self.patience, self.server.send(message)).await {
            Ok(sent) => sent.map(|_| ()).map_err(|error| refused(&error)),
            Err(_) => Err(format!("the mail server did not answer within {} seconds", self.patience.as_secs())),
        }
    }
}

/// What the mail server said, by its number: its own words may have the address in them.
fn refused(error: &lettre::transport::smtp::Error) -> String {
    match error.status() {
        Some(code) => format!("the mail server did not take the letter: it answered {code}"),
        None => format!("the mail server did not take the letter: {error}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_mail_server_that_takes_the_call_and_says_nothing_holds_nobody_up() {
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = silent.local_addr().unwrap().port();
        let server = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous("127.0.0.1").port(port).build();
        let from = "market@example.com".parse().unwrap();
        let mailer = Mailer::by(Smtp { server, from, patience: Duration::from_millis(50) });
        let called = tokio::spawn(async move { silent.accept().await.unwrap() });
        let id = JobId::from_uuid(uuid::Uuid::nil());
        let sending = mailer.send(id, "ana@example.com", "Hello", "There.");
        let sent = tokio::time::timeout(Duration::from_secs(30), sending).await.expect("an answer");
        assert!(sent.unwrap_err().contains("did not answer"));
        drop(called.await.unwrap());
    }
}
