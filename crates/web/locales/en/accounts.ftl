sign-in-lead = For the unit, the regional agencies and the ministry. No account is needed to declare.
sign-in-email = Mail address
sign-in-password = Password
sign-in-go = Sign in
sign-in-demo = Accounts of the demonstration
sign-in-demo-password = Password of all:
