"""What runs the attacks: a live server, a client of raw sockets, a judge, and a witness who asks all the while."""
