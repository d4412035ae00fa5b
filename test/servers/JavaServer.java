import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;

/**
 * A TLS server that accepts what no other TLS library of today will: SSLv3, RC4, DES, EXPORT, NULL, anonymous.
 *
 * <p>Arguments: protocols (comma-separated), suites (comma-separated in the server's order, or ALL), whether the
 * server's order counts (true or false), then three for each identity: key algorithm, PKCS#8 key file, chain file.
 * Prints one line of protocols, one of suites and one with the port when it is ready, and runs until it is killed.
 */
public final class JavaServer {
  private static final char[] PASSWORD = "password".toCharArray();
  private static final int HANDSHAKE_TIMEOUT_MS = 10_000;

  public static void main(String[] arguments) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    KeyManagerFactory keys = KeyManagerFactory.getInstance("SunX509");
    keys.init(identities(arguments), PASSWORD);
    context.init(keys.getKeyManagers(), null, null);

    SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket();
    SSLParameters parameters = server.getSSLParameters();
    parameters.setProtocols(arguments[0].split(","));
    parameters.setCipherSuites(
        arguments[1].equals("ALL") ? server.getSupportedCipherSuites() : arguments[1].split(","));
    parameters.setUseCipherSuitesOrder(Boolean.parseBoolean(arguments[2]));
    server.setSSLParameters(parameters);
    server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 256);

    System.out.println("PROTOCOLS " + String.join(",", server.getEnabledProtocols()));
    System.out.println("SUITES " + String.join(",", server.getEnabledCipherSuites()));
    System.out.println("READY " + server.getLocalPort());
    while (true) {
      SSLSocket socket = (SSLSocket) server.accept();
      Thread thread = new Thread(() -> serve(socket));
      thread.setDaemon(true);
      thread.start();
    }
  }

  private static void serve(SSLSocket socket) {
    try (socket) {
      socket.setSoTimeout(HANDSHAKE_TIMEOUT_MS);
      socket.startHandshake();
      InputStream input = socket.getInputStream();
      OutputStream output = socket.getOutputStream();
      input.read();
      output.write("HTTP/1.0 200 OK\r\n\r\nJava\n".getBytes());
    } catch (IOException expected) {
      // A scanner hangs up in the middle of nearly every handshake.
    }
  }

  private static KeyStore identities(String[] arguments) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, PASSWORD);
    for (int index = 3; index < arguments.length; index += 3) {
      PrivateKey key = privateKey(arguments[index], Path.of(arguments[index + 1]));
      store.setKeyEntry(arguments[index], key, PASSWORD, chain(Path.of(arguments[index + 2])));
    }
    return store;
  }

  private static PrivateKey privateKey(String algorithm, Path file) throws Exception {
    String base64 = Files.readString(file).replaceAll("-----[A-Z ]+-----|\\s", "");
    byte[] encoded = Base64.getDecoder().decode(base64);
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }

  private static Certificate[] chain(Path file) throws Exception {
    try (InputStream input = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(input).toArray(new Certificate[0]);
    }
  }
}
