<?php
declare(strict_types=1);

/** A minimal token service on SQLite, as one would write it by hand: the same hash, digest and durability as the gateway. */
final class Store
{
    private PDO $database;

    public function __construct()
    {
        $options = [PDO::ATTR_PERSISTENT => true, PDO::ATTR_TIMEOUT => 5, PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION];
        $this->database = new PDO('sqlite:' . $_SERVER['DATABASE'], null, null, $options);
    }

    /** A new token, or null when the password is wrong. */
    public function signIn(string $name, string $password): ?string
    {
        $query = $this->database->prepare('SELECT id, password FROM customer WHERE email = ?');
        $query->execute([$name]);
        $found = $query->fetch(PDO::FETCH_ASSOC);
        // A read that is still open could not become a write while others write.
        $query->closeCursor();
        if (!$found || !sodium_crypto_pwhash_str_verify($found['password'], $password)) {
            return null;
        }
        $token = bin2hex(random_bytes(16));
        $insert = $this->database->prepare('INSERT INTO token (digest, customer, expires) VALUES (?, ?, ?)');
        $insert->execute([hash('sha256', $token), $found['id'], time() + 3600]);
        return $token;
    }

    /** Id and address of the owner of the token that the request bears, or null. */
    public function caller(): ?array
    {
        $field = $_SERVER['HTTP_AUTHORIZATION'] ?? '';
        if (!str_starts_with($field, 'Bearer ')) {
            return null;
        }
        $query = $this->database->prepare(
            'SELECT customer.id, email FROM token JOIN customer ON customer.id = customer WHERE digest = ? AND expires > ?');
        $query->execute([hash('sha256', substr($field, 7)), time()]);
        $found = $query->fetch(PDO::FETCH_ASSOC);
        $query->closeCursor();
        return $found ?: null;
    }
}
