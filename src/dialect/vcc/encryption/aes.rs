//! AES in the modes VCC Live's customers may choose, byte for byte as OpenSSL computes them.

use aes::{Aes128, Aes192, Aes256};
use cipher::block_padding::Pkcs7;
use cipher::common::InnerInit;
use cipher::consts::U16;
use cipher::{
    BlockCipherDecrypt, BlockCipherEncrypt, BlockModeDecrypt, BlockModeEncrypt, BlockSizeUser, InnerIvInit, KeyInit,
    StreamCipher, StreamCipherCoreWrapper,
};

use crate::config::CipherMode;

/// The length of AES' initialisation vector.
pub const IV_BYTES: usize = 16;

/// An expanded key.
pub(super) enum Aes {
    Bits128(Box<Aes128>),
    Bits192(Box<Aes192>),
    Bits256(Box<Aes256>),
}

impl Aes {
    /// `passphrase` is the key byte by byte: padded with NUL or cut, as PHP does. Settings know 128, 192 and 256 bits.
    pub(super) fn new(key_bits: u16, passphrase: &[u8]) -> Self {
        match key_bits {
            128 => Self::Bits128(Box::new(Aes128::new(&fit::<16>(passphrase).into()))),
            192 => Self::Bits192(Box::new(Aes192::new(&fit::<24>(passphrase).into()))),
            _ => Self::Bits256(Box::new(Aes256::new(&fit::<32>(passphrase).into()))),
        }
    }

    /// Encrypts `data` in place, with padding where the mode has one.
    pub(super) fn encrypt(&self, mode: CipherMode, iv: &[u8; IV_BYTES], data: &mut Vec<u8>) {
        match self {
            Self::Bits128(aes) => encrypt(&**aes, mode, iv, data),
            Self::Bits192(aes) => encrypt(&**aes, mode, iv, data),
            Self::Bits256(aes) => encrypt(&**aes, mode, iv, data),
        }
    }

    /// Decrypts `data` in place; without its padding where the mode has one.
    ///
    /// # Errors
    /// Why the padding is wrong; `data` then holds something of no meaning.
    pub(super) fn decrypt(
        &self,
        mode: CipherMode,
        iv: &[u8; IV_BYTES],
        data: &mut Vec<u8>,
    ) -> Result<(), &'static str> {
        match self {
            Self::Bits128(aes) => decrypt(&**aes, mode, iv, data),
            Self::Bits192(aes) => decrypt(&**aes, mode, iv, data),
            Self::Bits256(aes) => decrypt(&**aes, mode, iv, data),
        }
    }
}

fn fit<const LENGTH: usize>(passphrase: &[u8]) -> [u8; LENGTH] {
    let mut key = [0; LENGTH];
    key.iter_mut().zip(passphrase).for_each(|(byte, &given)| *byte = given);
    key
}

fn decrypt<C>(aes: &C, mode: CipherMode, iv: &[u8; IV_BYTES], data: &mut Vec<u8>) -> Result<(), &'static str>
where
    C: BlockCipherEncrypt + BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>,
{
    let iv = iv.into();
    match mode {
        CipherMode::Ctr => {
            // The whole vector is the counter, big-endian.
            let core = ctr::CtrCore::<_, ctr::flavors::Ctr128BE>::inner_iv_init(aes, iv);
            StreamCipherCoreWrapper::from_core(core).apply_keystream(data);
        }
        CipherMode::Ofb => {
            StreamCipherCoreWrapper::from_core(ofb::OfbCore::inner_iv_init(aes, iv)).apply_keystream(data);
        }
        CipherMode::Cfb => cfb_mode::Decryptor::inner_iv_init(aes, iv).decrypt(data),
        CipherMode::Cfb8 => cfb8::Decryptor::inner_iv_init(aes, iv).decrypt(data),
        CipherMode::Cbc => return unpadded(cbc::Decryptor::inner_iv_init(aes, iv), data),
        CipherMode::Ecb => return unpadded(ecb::Decryptor::inner_init(aes), data),
    }
    Ok(())
}

fn encrypt<C>(aes: &C, mode: CipherMode, iv: &[u8; IV_BYTES], data: &mut Vec<u8>)
where
    C: BlockCipherEncrypt + BlockCipherDecrypt + BlockSizeUser<BlockSize = U16>,
{
    let vector = iv.into();
    match mode {
        CipherMode::Cfb => cfb_mode::Encryptor::inner_iv_init(aes, vector).encrypt(data),
        CipherMode::Cfb8 => cfb8::Encryptor::inner_iv_init(aes, vector).encrypt(data),
        CipherMode::Cbc => padded(cbc::Encryptor::inner_iv_init(aes, vector), data),
        CipherMode::Ecb => padded(ecb::Encryptor::inner_init(aes), data),
        // A keystream takes away what it has added. These modes have no padding that could be wrong.
        CipherMode::Ctr | CipherMode::Ofb => _ = decrypt(aes, mode, iv, data),
    }
}

/// PKCS#7: at least one byte more, up to a whole block.
fn padded(mode: impl BlockModeEncrypt<BlockSize = U16>, data: &mut Vec<u8>) {
    let length = data.len();
    data.resize(length + IV_BYTES - length % IV_BYTES, 0);
    // There is room for the padding.
    let _ = mode.encrypt_padded::<Pkcs7>(data, length);
}

/// PKCS#7 as OpenSSL checks it: at least one whole block, every padding byte right.
fn unpadded(mode: impl BlockModeDecrypt, data: &mut Vec<u8>) -> Result<(), &'static str> {
    let length = mode.decrypt_padded::<Pkcs7>(data).map_err(|_| "wrong padding or length of the encrypted text")?.len();
    data.truncate(length);
    Ok(())
}
