package dev.varve.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate, those of its issuers behind it, and its private key. Immutable.
 *
 * @param chain the certificate first
 */
record PemKeyPair(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN (.*)PRIVATE KEY-----([^-]*)-----END .*PRIVATE KEY-----");

  private static final byte[] SOMETHING = "something to sign".getBytes(StandardCharsets.US_ASCII);

  /**
   * Reads a certificate and its key.
   *
   * @throws IOException if a file is missing, is not what it should be, or the two do not belong
   *     together; the message names the file
   */
  static PemKeyPair read(Path certificateFile, Path keyFile) throws IOException {
    List<X509Certificate> chain = certificates(certificateFile);
    PublicKey publicKey = chain.getFirst().getPublicKey();
    PrivateKey key = key(keyFile, publicKey.getAlgorithm());
    try {
      if (!belongTogether(publicKey, key)) {
        throw new IOException(
            certificateFile + ": is not the certificate of the key in " + keyFile);
      }
    } catch (GeneralSecurityException e) {
      throw new IOException(
          certificateFile + " and " + keyFile + ": cannot be used: " + e.getMessage(), e);
    }
    return new PemKeyPair(chain, key);
  }

  /** Reads certificates, one at least. */
  static List<X509Certificate> certificates(Path file) throws IOException {
    try {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509")
              .generateCertificates(
                  new ByteArrayInputStream(text(file).getBytes(StandardCharsets.ISO_8859_1)))
              .stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!certificates.isEmpty()) {
        return certificates;
      }
    } catch (CertificateException e) {
      throw new IOException(file + ": is no PEM file of certificates: " + e.getMessage(), e);
    }
    throw new IOException(file + ": has no certificate");
  }

  private static PrivateKey key(Path file, String algorithm) throws IOException {
    Matcher pem = KEY.matcher(text(file));
    if (!pem.find()) {
      throw new IOException(file + ": has no private key in PEM");
    }
    if (!pem.group(1).isEmpty()) {
      throw new IOException(
          file
              + ": the private key must be PKCS#8 and not encrypted; this makes it so: openssl pkcs8 -topk8 -nocrypt");
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(pem.group(2));
      return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException(
          file + ": is no private key for " + algorithm + ", as the certificate needs it", e);
    }
  }

  /** Each byte a character: what is beside PEM in the file does not matter. */
  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file", e);
    }
  }

  private static boolean belongTogether(PublicKey publicKey, PrivateKey key)
      throws GeneralSecurityException {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm(); // such as EdDSA
        };
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(SOMETHING);
    byte[] signed = signature.sign();
    signature.initVerify(publicKey);
    signature.update(SOMETHING);
    return signature.verify(signed);
  }
}
