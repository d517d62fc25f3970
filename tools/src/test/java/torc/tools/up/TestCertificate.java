package torc.tools.up;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/// A certificate of this run's own for the loopback address, as the JDK's keytool makes one, in PEM files.
final class TestCertificate {
    private static final char[] PASSWORD = "test-only".toCharArray();

    final Path certificateFile;
    final Path keyFile;
    private final Certificate certificate;

    TestCertificate(Path folder, String address) throws Exception {
        var store = folder.resolve("store.p12");
        make(store, address);
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD);
        certificate = keys.getCertificate("torc");
        certificateFile = pem(folder.resolve("certificate.pem"), "CERTIFICATE", certificate.getEncoded());
        keyFile = pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("torc", PASSWORD).getEncoded());
    }

    /// A client that trusts this certificate and no other.
    HttpClient client() throws GeneralSecurityException, IOException {
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("torc", certificate);
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static void make(Path store, String address) throws IOException, InterruptedException {
        var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        var log = store.resolveSibling("keytool.log");
        var process = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-alias",
                        "torc",
                        "-keyalg",
                        "EC",
                        "-groupname",
                        "secp256r1",
                        "-dname",
                        "CN=torc",
                        "-ext",
                        "SAN=ip:" + address,
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            process.destroy();
            throw new IllegalStateException("keytool failed: " + Files.readString(log));
        }
    }

    private static Path pem(Path file, String kind, byte[] bytes) throws IOException {
        var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return Files.writeString(file, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }
}
