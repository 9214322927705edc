//! Accounts: a customer of a platform and its key, as Ozonetel has them.

use subtle::ConstantTimeEq as _;

use super::digest::digest;
use super::fault::Unavailable;
use super::names::{folded, is_fit};
use super::store::Directory;

impl Directory {
    /// Gives the account this key; makes it if there is none of this name, compared without regard to case. `false` if
    /// the name is empty or holds a NUL character.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn set_account(&self, user_name: &str, api_key: &[u8]) -> Result<bool, Unavailable> {
        if !is_fit(user_name) {
            return Ok(false);
        }
        let (key, user_name, digest) = (folded(user_name), user_name.to_owned(), digest(api_key));
        let set = self.ask("setting an account", async move |connection| {
            let sql = "INSERT INTO accounts (key, user_name, api_key_digest) VALUES ($1, $2, $3) \
                       ON CONFLICT (key) DO UPDATE SET user_name = $2, api_key_digest = $3";
            sqlx::query(sql).bind(&key).bind(&user_name).bind(&digest).execute(connection).await.map(|_| true)
        });
        set.await
    }

    /// Whether there is such an account and this is its key, compared in constant time.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn account_holds(&self, user_name: &str, api_key: &[u8]) -> Result<bool, Unavailable> {
        if !is_fit(user_name) {
            return Ok(false);
        }
        let (key, presented) = (folded(user_name), digest(api_key));
        let holds = self.ask("looking at an account", async move |connection| {
            let query = sqlx::query_scalar::<_, String>("SELECT api_key_digest FROM accounts WHERE key = $1");
            let kept = query.bind(&key).fetch_optional(connection).await?;
            Ok(kept.is_some_and(|kept| kept.as_bytes().ct_eq(presented.as_bytes()).into()))
        });
        holds.await
    }

    /// The names of all accounts, in order.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn accounts(&self) -> Result<Vec<String>, Unavailable> {
        let listed = self.ask("listing accounts", async |connection| {
            let mut names: Vec<String> =
                sqlx::query_scalar("SELECT user_name FROM accounts").fetch_all(connection).await?;
            names.sort_by_cached_key(|name| folded(name));
            Ok(names)
        });
        listed.await
    }

    /// Removes the account; whether there was one.
    ///
    /// # Errors
    /// The database does not answer.
    pub async fn remove_account(&self, user_name: &str) -> Result<bool, Unavailable> {
        let key = folded(user_name);
        let removed = self.ask("removing an account", async move |connection| {
            let query = sqlx::query("DELETE FROM accounts WHERE key = $1").bind(&key);
            Ok(query.execute(connection).await?.rows_affected() == 1)
        });
        removed.await
    }
}
